// A cover picture: sent by its organiser, seen by everybody, and in the picture that is shared.
import { writeFileSync } from "node:fs";
import { expect, test } from "./people";

test("a cover picture, and what is not one", async ({ open, person, demo, press, axe, allow, site }) => {
  test.setTimeout(120_000);
  allow(/status of 422/);
  const organiser = await demo("organiser@popcorn.example");
  await open("/organise", { on: organiser });
  const console_ = (await organiser.locator("main a[href^='/organise/events/']:not([href$=new])").first().getAttribute("href"))!;
  await open(console_, { on: organiser });
  const event = (await organiser.getByRole("link", { name: "See the page" }).getAttribute("href"))!;
  const visitor = await person();
  await open(event, { on: visitor });
  const shared = async () => new URL((await visitor.locator("meta[property='og:image']").getAttribute("content"))!);
  const before = await shared();
  // Real pictures: of the page itself.
  const [jpeg, png] = [await visitor.screenshot({ type: "jpeg" }), await visitor.screenshot({ type: "png" })];

  const file = organiser.getByLabel("Another picture");
  const send = async (name: string, mimeType: string, buffer: Buffer) => {
    await file.setInputFiles({ name, mimeType, buffer });
    await press(organiser, "Use this picture");
  };

  await test.step("what is no picture is refused at the field, on the same page", async () => {
    await send("notes.png", "image/png", Buffer.from("not a picture at all"));
    await expect(organiser.getByText("This is not a picture we can read. Use a PNG, JPEG or WebP file.")).toBeVisible();
    await expect(organiser).toHaveURL(new RegExp(`${console_}$`));
    await expect(file).toHaveAttribute("aria-invalid", "true");
    await expect(file).toBeFocused();
    await axe(organiser);
  });
  await test.step("so is nothing, and too much", async () => {
    await press(organiser, "Use this picture");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    const huge = test.info().outputPath("huge.jpg");
    writeFileSync(huge, Buffer.concat([jpeg, Buffer.alloc(9 << 20)]));
    await file.setInputFiles(huge);
    await press(organiser, "Use this picture");
    await expect(organiser.getByText("This file is too large. Use one of 8 MB or less.")).toBeVisible();
  });

  const pictures: string[] = [];
  for (const [name, mimeType, buffer] of [["cover.jpg", "image/jpeg", jpeg], ["cover.png", "image/png", png]] as const) {
    await test.step(`${name} is taken, and shown`, async () => {
      await send(name, mimeType, buffer);
      await expect(organiser.getByText("Saved.")).toBeVisible();
      const own = await organiser.locator("section[aria-labelledby=cover] img").getAttribute("src");
      expect(own).toMatch(/^\/media\/.+\.jpg$/);
      await open(event, { on: visitor });
      await expect(visitor.locator(".poster img")).toHaveAttribute("src", own!);
      const width = await visitor.locator(".poster img").evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth));
      expect(width).toBeGreaterThan(300);
      await axe(visitor);
      const image = await shared();
      expect(image.href, "a changed picture has another address").not.toBe(before.href);
      const card = await fetch(image);
      expect([card.status, card.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
      pictures.push(image.href);
      const posted = await (await fetch(site.url + own)).arrayBuffer();
      expect(Buffer.from(posted).subarray(0, 3).toString("hex"), "a JPEG, whatever was sent").toBe("ffd8ff");
    });
  }
  expect(new Set(pictures).size, "each picture has its own").toBe(2);
  await expect(organiser.getByText("Cover picture changed").first()).toBeVisible();
});
