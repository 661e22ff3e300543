// Every page opens without a complaint, can be used by everybody, and fits a phone: in both languages, light and dark.
import type { Page } from "@playwright/test";
import { crawl, links } from "./crawl";
import type { Look } from "./fixtures";
import { expect, test } from "./people";
import { ROUTES, route } from "./routes";

/** Without the application a page is the same text in the same look: there one look each is enough. */
const looks = (locale: string, javaScriptEnabled: boolean): readonly Look[] =>
  javaScriptEnabled ? ["light", "dark"] : locale === "en" ? ["light"] : ["dark"];

/** Only for somebody signed in, and what looks different to them. */
const INSIDE = /^\/(my|organise|door|confirm)\b/;
const DIFFERENT = ["/", "/e/:slug", "/u/:handle", "/g/:id"];

for (const locale of ["en", "zh-CN"]) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test("every page that a visitor can reach", async ({ open, page, axe, javaScriptEnabled }) => {
      test.setTimeout(300_000);
      const check = () => axe(page, looks(locale, !!javaScriptEnabled));
      const from = ["/", "/join", "/reset", "/reset/code", "/set-up?token=none", "/e/tea-house-tapes/queue", "/e/studio-open-day/shifts", "/e/kettle-club-songs-for-washing-up/recap"];
      const seen = await crawl(page, open, (path) => test.step(path, () => fit(page, path, check)), from);
      // Not crawled: what the components of the sheet link to is invented.
      await open("/design");
      await fit(page, "/design", check);
      // The pages of letters' links are opened with some that were sent: notices.spec.ts, lifecycle.spec.ts.
      const elsewhere = ["/design", "/unsubscribe/:token", "/offer/:token", "/invitations/:token"];
      const outside = ROUTES.filter((path) => !INSIDE.test(path) && !elsewhere.includes(path));
      expect(seen.sort(), "every page is one of them").toEqual(outside.sort());
      await test.step("and what they get where there is nothing for them", async () => {
        await open("/no/such/page", { status: 404 });
        await fit(page, "404", check);
        await open("/my/tickets", { status: 401 });
        await fit(page, "401", check);
      });
    });

    test("every page of somebody who runs the site", async ({ open, demo, axe, javaScriptEnabled }) => {
      test.setTimeout(300_000);
      const page = await demo("admin@popcorn.example");
      await open("/", { on: page });
      await speak(page, locale);
      const inside = ROUTES.filter((path) => INSIDE.test(path) && !path.includes(":"));
      // Only what is over is told of, and that stands last.
      await open("/organise", { on: page });
      inside.push(`${await page.locator("li.gig a[href^='/organise/events/']").last().getAttribute("href")}/recap`);
      // Every part of an event leads to its letters: those of the next one have announcements.
      inside.unshift(`${await page.locator("li.gig a[href^='/organise/events/']").first().getAttribute("href")}/letters`);
      const openDay = page.locator("li.gig", { hasText: "Studio open day" }).first();
      inside.push(`${await openDay.locator("a[href^='/organise/events/']").getAttribute("href")}/shifts`);
      const check = () => axe(page, looks(locale, !!javaScriptEnabled));
      const visit = (path: string) => test.step(path, () => fit(page, path, check));
      const wanted = (kind: string) => INSIDE.test(kind) || DIFFERENT.includes(kind);
      const seen = await crawl(page, (path) => open(path, { on: page }), visit, [...inside, "/"], wanted);
      const missing = ROUTES.filter((path) => INSIDE.test(path) && !seen.includes(path));
      expect(missing, "a link leads to every page").toEqual([]);
    });
  });
}

/** Has the site talk to somebody signed in, who takes their language along wherever they go. */
async function speak(page: Page, locale: string) {
  const html = page.locator("html");
  if ((await html.getAttribute("lang")) === locale) return;
  await page.locator("footer").getByRole("button", { name: locale === "en" ? "English" : "中文" }).click();
  await expect(html).toHaveAttribute("lang", locale);
}

/** One headline, usable by everybody, and as wide as the phone. */
async function fit(page: Page, path: string, check: () => Promise<void>) {
  await expect(page.locator("h1"), `${path}: one headline`).toHaveCount(1);
  await check();
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(wide, `${path} does not scroll sideways`).toBeLessThanOrEqual(seen);
}

test("the look that somebody chose stays, whatever the device says", async ({ open, page, axe, ready }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open("/badges");
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.locator("footer").getByRole("button", { name: "Dark" }).click();
  await page.waitForURL(/done=|badges/);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await ready(page);
  expect(await paper()).not.toBe(light);
  await axe();
  await open("/");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await axe();
});

// Without the application every link is a page load.
test("the whole site by its links alone, and back", { tag: "@wasm" }, async ({ open, demo, twins }) => {
  test.setTimeout(300_000);
  const page = await demo("organiser@popcorn.example");
  await open("/", { on: page });
  const [trail, kinds] = [["/"], new Set(["/"])];
  const arrived = async () => {
    await expect(page.locator("main h1")).toHaveCount(1);
    await expect(page.locator("main .skel")).toHaveCount(0);
  };
  while (trail.length) {
    const next = (await links(page)).find((path) => route(path) && !kinds.has(route(path)!));
    if (!next) {
      trail.pop();
      if (!trail.length) break;
      await page.goBack();
      await expect(page).toHaveURL((url) => url.pathname === trail.at(-1));
      await arrived();
      continue;
    }
    await test.step(next, async () => {
      kinds.add(route(next)!);
      trail.push(next);
      // A link may be folded away in the menu: it is followed all the same.
      await page.locator(`a[href='${next}']`).first().evaluate((a: HTMLAnchorElement) => a.click());
      await expect(page).toHaveURL((url) => url.pathname === next);
      await arrived();
      await expect(page.locator("main h1"), "the heading has the focus").toBeFocused();
      await twins.compare(page);
    });
  }
  expect(kinds.size).toBeGreaterThan(10);
});
