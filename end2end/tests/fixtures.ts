// What every journey gets: a server that only the journeys of its file share, and a page that may not complain about anything.
//
//   import { expect, test } from "./fixtures";
//   test("a visitor finds an event", async ({ open, page, axe }) => {
//     await open("/");
//     …
//     await axe();
//   });
import { test as base, expect, type Browser, type Page, type Response } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { mailTo, type Mail } from "./mail";
import { panics, start, type Site } from "./server";
import { Twins } from "./twins";

export { expect };

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Ours {
  /** The server of this file of journeys. */
  site: Site;
  /** Goes to a path, checks the status (200 unless told), and waits until taps are answered. */
  open(path: string, options?: { status?: number; on?: Page }): Promise<Response>;
  /** Waits until the application has taken over the page; at once when there is no JavaScript. */
  ready(on: Page): Promise<void>;
  /** Lets complaints that match pass, such as the console line about an expected 422. */
  allow(pattern: RegExp): void;
  /** Watches one more page (a second person's) for complaints. */
  watch(page: Page): void;
  /** Fails on any accessibility problem of the page as it is now; with looks given, in each of them. */
  axe(on?: Page, looks?: readonly Look[]): Promise<void>;
  /** The newest mail to an address, waited for. */
  mail(address: string, subject?: string | RegExp): Promise<Mail>;
  complaints: Complaints;
  /** Loads every page anew that was reached without a page load. */
  twins: Twins;
}

/** What the device asks for. */
export type Look = "light" | "dark";

/** What went wrong in the pages of one test, in the words of the browser. */
class Complaints {
  private readonly lines: string[] = [];
  private readonly allowed: RegExp[] = [
    // A page that is left before its preloads are used: about timing, not about the page.
    /was preloaded using link preload but not used/,
  ];

  constructor(private readonly site: Site) {}

  allow(pattern: RegExp) {
    this.allowed.push(pattern);
  }

  watch(page: Page) {
    page.on("console", (message) => {
      // The framework tells of hydration mismatches and of misused signals by warnings.
      if (["error", "warning"].includes(message.type())) {
        this.lines.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on("pageerror", (error) => this.lines.push(`panic or exception: ${error.message}`));
    page.on("crash", () => this.lines.push("the page crashed"));
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      // A navigation cancels what the page before it still fetched.
      if (why !== "net::ERR_ABORTED") this.lines.push(`request failed: ${request.url()} ${why}`);
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${this.site.url}/`) && !/^(data|blob|about):/.test(url)) {
        this.lines.push(`a third party was contacted: ${url}`);
      }
    });
  }

  left(): string[] {
    return this.lines.filter((line) => !this.allowed.some((pattern) => pattern.test(line)));
  }
}

/** One site at a time: the next file begins with a fresh one, whichever files the same worker happened to run before. */
class Sites {
  private open?: { file: string; site: Site };

  constructor(private readonly stage: "demo" | "empty") {}

  async of(file: string): Promise<Site> {
    if (this.open?.file === file) return this.open.site;
    await this.stop();
    const seeded = process.env.POPCORN_E2E_SEED;
    if (!seeded) throw new Error("setup.ts did not run");
    const site = await start(this.stage === "demo" ? seeded : undefined);
    this.open = { file, site };
    return site;
  }

  async stop() {
    await this.open?.site.stop();
    this.open = undefined;
  }
}

async function violations(page: Page, looks: readonly Look[]): Promise<string[]> {
  // By the debugger's way in: the page's security policy does not stop it.
  const session = await page.context().newCDPSession(page);
  const run = async (expression: string) => {
    const done = await session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (done.exceptionDetails) throw new Error(done.exceptionDetails.exception?.description ?? done.exceptionDetails.text);
    return done.result.value;
  };
  const found: string[] = [];
  await run(`void(window.axe||(()=>{${AXE}})())`);
  for (const look of looks.length ? looks : [undefined]) {
    if (look) await page.emulateMedia({ colorScheme: look });
    const seen: string[] = await run(
      `axe.run(document,{resultTypes:["violations"]}).then(r=>r.violations.flatMap(v=>v.nodes.map(n=>v.id+": "+v.help+": "+n.target.join(" "))))`,
    );
    found.push(...seen.map((line) => (look ? `${look}: ${line}` : line)));
  }
  if (looks.length) await page.emulateMedia({ colorScheme: null });
  await session.detach();
  return found;
}

/** The page as it is now, in a browser that runs scripts (axe needs it) but gets none of the page's own. */
async function withScripts<T>(browser: Browser, page: Page, look: (page: Page) => Promise<T>): Promise<T> {
  const [body, url, viewport] = [await page.content(), page.url(), page.viewportSize()];
  const context = await browser.newContext({ viewport, javaScriptEnabled: true });
  try {
    const copy = await context.newPage();
    await copy.route(/\.(js|wasm)$/, (route) => route.abort());
    await copy.route(url, (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
    await copy.goto(url);
    return await look(copy);
  } finally {
    await context.close();
  }
}

export const test = base.extend<Ours, { stage: "demo" | "empty"; sites: Sites }>({
  stage: ["demo", { option: true, scope: "worker" }],

  sites: [
    async ({ stage }, use) => {
      const sites = new Sites(stage);
      await use(sites);
      await sites.stop();
    },
    { scope: "worker" },
  ],

  site: async ({ sites }, use, { file }) => use(await sites.of(file)),

  baseURL: async ({ site }, use) => use(site.url),

  complaints: async ({ site, javaScriptEnabled }, use) => {
    const complaints = new Complaints(site);
    // With scripts switched off the browser still looks at module preloads, and refuses them itself.
    if (!javaScriptEnabled) complaints.allow(/\.js csp$/);
    const before = site.log().length;
    await use(complaints);
    expect([...complaints.left(), ...panics(site.log().slice(before))], "nothing may complain").toEqual([]);
  },

  twins: async ({ complaints, javaScriptEnabled, ready }, use) => {
    const twins = new Twins({ watch: (page) => complaints.watch(page), ready });
    await use(twins);
    if (javaScriptEnabled) await twins.compareAll();
  },

  page: async ({ page, watch }, use) => {
    watch(page);
    await use(page);
  },

  allow: async ({ complaints }, use) => use((pattern) => complaints.allow(pattern)),

  watch: async ({ complaints, twins }, use) =>
    use((page) => {
      complaints.watch(page);
      twins.follow(page);
    }),

  ready: async ({ javaScriptEnabled }, use) =>
    use(async (on) => {
      if (javaScriptEnabled) await on.locator("html[data-hydrated=true]").waitFor({ state: "attached", timeout: 20_000 });
    }),

  open: async ({ page, allow, ready, twins }, use) =>
    use(async (path, { status = 200, on = page } = {}) => {
      await twins.compare(on);
      if (status >= 400) allow(new RegExp(`the server responded with a status of ${status} `));
      // Only another place on the same page is no navigation.
      const response = (await on.goto(path)) ?? (await on.reload());
      if (!response) throw new Error(`${path}: no response`);
      expect(response.status(), path).toBe(status);
      await ready(on);
      return response;
    }),

  axe: async ({ page, browser, javaScriptEnabled }, use) =>
    use(async (on = page, looks = []) => {
      const look = (page: Page) => violations(page, looks);
      const found = javaScriptEnabled ? await look(on) : await withScripts(browser, on, look);
      expect(found, `accessibility of ${on.url()}`).toEqual([]);
    }),

  mail: async ({ site }, use) => use((address, subject) => mailTo(site.outbox, address, subject)),
});
