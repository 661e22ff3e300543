// `make screenshot`: every kind of page that a visitor can reach from the front page, on a phone and on a laptop,
// in light and in dark.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { crawl } from "../tests/crawl";
import { test } from "../tests/fixtures";

const folder = process.env.POPCORN_SCREENSHOTS ?? "screenshots";

test("pages", async ({ open, page }) => {
  test.setTimeout(600_000);
  mkdirSync(folder, { recursive: true });
  await crawl(page, open, async (path) => {
    const name = path === "/" ? "home" : path.slice(1).replaceAll("/", "-");
    for (const [size, width, height] of [["phone", 390, 844], ["laptop", 1280, 800]] as const) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`), fullPage: true });
      }
    }
    await page.setViewportSize({ width: 390, height: 844 });
  });
});
