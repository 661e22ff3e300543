// More people than one: each with a phone of their own, watched for complaints like the first.
import type { Page } from "@playwright/test";
import { test as base, expect } from "./fixtures";

export { expect };

export interface People {
  /** A new person's phone. */
  person(locale?: string): Promise<Page>;
  /** A phone signed in as one of the demo's people, by address. */
  demo(address: string): Promise<Page>;
  /** Presses what sends a form or follows a link, and waits for the page that comes of it. */
  press(page: Page, name: string | RegExp): Promise<void>;
}

export const test = base.extend<People>({
  person: async ({ browser, baseURL, javaScriptEnabled, viewport, watch }, use) => {
    const contexts: Awaited<ReturnType<typeof browser.newContext>>[] = [];
    await use(async (locale = "en") => {
      const context = await browser.newContext({ baseURL, javaScriptEnabled, viewport, locale, hasTouch: true });
      contexts.push(context);
      const page = await context.newPage();
      watch(page);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  demo: async ({ person, open, press, site }, use) =>
    use(async (address) => {
      const page = await person();
      await open("/sign-in", { on: page });
      await page.getByLabel("Email").fill(address);
      await page.getByLabel("Password").fill(password(site.demo));
      await press(page, "Sign in");
      await expect(page.getByText("Welcome back.")).toBeVisible();
      return page;
    }),

  press: async ({ ready }, use) =>
    use(async (page, name) => {
      await page.locator("main").getByRole("button", { name }).filter({ visible: true }).first().click();
      await page.waitForLoadState();
      await ready(page);
    }),
});

/** The password that `popcorn demo` printed for all of its people. */
export function password(printed: string): string {
  const word = /with the password (\S+)/.exec(printed)?.[1];
  if (!word) throw new Error(`the demo printed no password:\n${printed}`);
  return word;
}

/** Wall time `days` from now, as a date field takes it. */
export function wall(days: number, time: string): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
}
