// Every public page opens without a complaint, can be used by everybody, and fits a phone.
import { crawl } from "./crawl";
import { expect, test } from "./fixtures";

test("every kind of page that a visitor can reach", async ({ open, page, axe }) => {
  test.setTimeout(240_000);
  await crawl(page, open, async (path) => {
    await test.step(path, async () => {
      await expect(page.locator("h1"), "one headline").toHaveCount(1);
      await axe();
      const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      expect(wide, `${path} does not scroll sideways`).toBeLessThanOrEqual(seen);
    });
  });
});

test("a page that does not exist says so", async ({ open, page, axe }) => {
  await open("/no/such/page", { status: 404 });
  await expect(page.locator("h1")).toHaveCount(1);
  await axe();
});
