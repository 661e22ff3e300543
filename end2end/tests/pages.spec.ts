// Every page opens without a complaint, can be used by everybody, and fits a phone: in both languages, light and dark.
import type { Page } from "@playwright/test";
import { crawl } from "./crawl";
import { expect, password, test } from "./people";

const LOOKS = [
  { name: "in English, light", use: { locale: "en", colorScheme: "light" } },
  { name: "in Chinese, dark", use: { locale: "zh-CN", colorScheme: "dark" } },
] as const;

for (const look of LOOKS) {
  test.describe(look.name, () => {
    test.use(look.use);

    test("every kind of page that a visitor can reach", async ({ open, page, axe }) => {
      test.setTimeout(300_000);
      await crawl(page, open, (path) => test.step(path, () => fit(page, path, axe)));
    });

    test("every page of somebody who organises", async ({ open, page, axe, ready, site }) => {
      test.setTimeout(300_000);
      await open("/sign-in");
      await page.locator("main input[name=email]").fill("organiser@popcorn.example");
      await page.locator("main input[name=password]").fill(password(site.demo));
      await page.locator("main form .btn.main").click();
      await expect(page.locator(".flash.ok")).toBeVisible();
      await ready();
      await open("/organise");
      const console_ = (await page.locator("main a[href^='/organise/events/']:not([href$=new])").first().getAttribute("href"))!;
      const paths = ["/organise", "/organise/events/new", "/organise/badges", "/my/tickets", "/my/honor", "/my/settings", "/confirm"];
      for (const path of [...paths, console_, `${console_}/edit`, console_.replace("/organise/events", "/door")]) {
        await test.step(path, async () => {
          await open(path);
          await fit(page, path, axe);
        });
      }
    });
  });
}

/** One headline, usable by everybody, and as wide as the phone. */
async function fit(page: Page, path: string, axe: () => Promise<void>) {
  await expect(page.locator("h1"), "one headline").toHaveCount(1);
  await axe();
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(wide, `${path} does not scroll sideways`).toBeLessThanOrEqual(seen);
}

test("a page that does not exist says so", async ({ open, page, axe }) => {
  await open("/no/such/page", { status: 404 });
  await expect(page.locator("h1")).toHaveCount(1);
  await axe();
});
