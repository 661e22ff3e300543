// A badge that a stranger takes along, with and without the application: a page for people, a document for programs, three files.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./people";

const DOCUMENT = "application/vc+ld+json";

test("a stranger checks a badge and takes it along", async ({ open, page, axe, site }) => {
  await open("/");
  const grant = (await page.locator("a[href^='/g/']").first().getAttribute("href"))!;
  await open(grant);
  await expect(page.getByRole("heading", { name: "Check it, take it along" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Add to LinkedIn" }), "that is for its holder").toHaveCount(0);
  await page.getByText("How do I check one?").click();
  await expect(page.getByText("Open Badges 3.0 verifier or wallet")).toBeVisible();
  await axe(page);

  const document = await (await fetch(site.url + grant, { headers: { accept: DOCUMENT } })).json();
  expect(document.type).toEqual(["VerifiableCredential", "OpenBadgeCredential"]);
  expect(document.proof.cryptosuite).toBe("eddsa-rdfc-2022");
  expect(JSON.parse((await taken(page, "Signed file (JSON)")).toString())).toEqual(document);
  const png = await taken(page, "Picture (PNG)");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  for (const picture of [png, await taken(page, "Drawing (SVG)")]) {
    expect(picture.toString()).toContain(document.proof.proofValue);
  }
});

/** The file behind a link. */
async function taken(page: Page, name: string): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
  return readFile((await download.path())!);
}
