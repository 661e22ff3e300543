// The door's camera, which needs the application; typing is in the story. Chromium brings a camera that is none; what it would read is handed in, for on this system no browser reads.
import type { Page } from "@playwright/test";
import { phone } from "../playwright.config";
import { expect, test } from "./people";
import { readQr } from "./qr";

test.use({
  launchOptions: {
    ...phone.launchOptions,
    args: [...phone.launchOptions.args, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  },
});

/** What stands in for the browser's reader: it reads what the test holds up, from a camera that is on. */
function reader() {
  Object.assign(window, {
    BarcodeDetector: class {
      constructor({ formats }: { formats: string[] }) {
        if (!formats.includes("qr_code")) throw new TypeError("not what tickets are");
      }
      async detect(video: HTMLVideoElement) {
        if (!video.videoWidth) throw new DOMException("there is no picture", "InvalidStateError");
        const { held, looks = 0 } = window as unknown as { held?: string; looks?: number };
        Object.assign(window, { looks: looks + 1 });
        return held ? [{ rawValue: held, format: "qr_code" }] : [];
      }
    },
  });
}

const hold = (page: Page, held: string) => page.evaluate((held) => void Object.assign(window, { held }), held);
/** Waits until so many more pictures were looked at. */
const looked = async (page: Page, more: number) => {
  const looks = () => page.evaluate(() => (window as unknown as { looks?: number }).looks ?? 0);
  const before = await looks();
  await expect.poll(looks, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + more);
};
/** So many pictures without it, and a ticket is out of view: see GONE_AFTER in app/src/door/camera.rs. */
const GONE_AFTER = 8;
const tracks = (page: Page) =>
  page.locator("video").evaluate((video: HTMLVideoElement) => ((video.srcObject as MediaStream | null)?.getTracks() ?? []).map((t) => t.readyState));
const scan = (page: Page) => page.getByRole("button", { name: "Scan with the camera" });
const verdict = (page: Page, words: string) => expect(page.locator(".result").getByRole("heading", { name: words })).toBeVisible();
const next = async (page: Page) => {
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.locator(".result")).toHaveCount(0);
};

/** A fan's ticket: the text of its QR code, its code, and its event. */
async function ticket(fan: Page, open: (path: string, options: { on: Page }) => Promise<unknown>) {
  await open("/my/tickets", { on: fan });
  const one = fan.locator(".ticket").filter({ has: fan.locator(".qr") }).first();
  const path = await one.locator(".qr svg path").last().getAttribute("d");
  return {
    code: (await one.locator(".code.big").textContent())!.trim(),
    text: readQr(path!),
    event: (await one.locator("h2 a").getAttribute("href"))!,
  };
}

async function door(page: Page, event: string, open: (path: string, options: { on: Page }) => Promise<unknown>) {
  await open(event, { on: page });
  const path = (await page.locator("main a[href^='/door/']").getAttribute("href"))!;
  await open(path, { on: page });
}

// They share the demo's ticket, which is used by the first.
test.describe.configure({ mode: "serial" });

test("whoever keeps a door finds it from the front page", async ({ demo, open, axe }) => {
  const page = await demo("door@popcorn.example");
  await open("/", { on: page });
  await page.locator(".menu summary").click();
  await page.locator(".menu").getByRole("link", { name: "Door" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your doors");
  await axe(page);
  await page.locator("main li.gig a").first().click();
  await expect(page.getByLabel("Type the code")).toBeVisible();
});

test("a ticket is read by the camera", { tag: "@wasm" }, async ({ demo, open, axe }) => {
  test.setTimeout(120_000);
  const shown = await ticket(await demo("fan@popcorn.example"), open);
  expect(shown.text, "the QR code holds the code that can be typed").toContain(shown.code.replace("-", ""));
  const page = await demo("door@popcorn.example");
  await page.context().grantPermissions(["camera"]);
  await page.addInitScript(reader);
  await door(page, shown.event, open);

  await scan(page).click();
  await expect(page.locator("video")).toBeVisible();
  await expect.poll(() => tracks(page)).toEqual(["live"]);
  await expect(page.getByText("Hold the ticket’s code inside the frame")).toBeVisible();
  await axe(page);
  await hold(page, shown.text);
  await verdict(page, "Come in");

  await test.step("a phone that is still held up is not a second ticket", async () => {
    await next(page);
    await looked(page, 4);
    await expect(page.locator(".result")).toHaveCount(0);
  });
  await test.step("the same ticket again is", async () => {
    await hold(page, "");
    await looked(page, GONE_AFTER + 2);
    await hold(page, shown.text);
    await verdict(page, "Already in");
  });
  await test.step("something else is", async () => {
    await hold(page, "https://example.org/menu");
    await page.getByRole("link", { name: "Next" }).click();
    await verdict(page, "Unknown code");
    await hold(page, "");
    await next(page);
  });
  await test.step("stopped, its light is out; and so it is on another page", async () => {
    await page.getByRole("button", { name: "Stop the camera" }).click();
    await expect(page.locator("video")).toBeHidden();
    expect(await tracks(page)).toEqual(["ended"]);
    await scan(page).click();
    await expect.poll(() => tracks(page)).toEqual(["live"]);
    const stream = await page.locator("video").evaluateHandle((video: HTMLVideoElement) => video.srcObject as MediaStream);
    await page.getByRole("link", { name: "Done" }).click();
    await expect(page).toHaveURL(/\/e\//);
    await expect.poll(() => stream.evaluate((s) => s.getTracks().map((t) => t.readyState))).toEqual(["ended"]);
  });
});

test("a camera that is refused says so, and codes are typed", { tag: "@wasm" }, async ({ demo, open, press }) => {
  const shown = await ticket(await demo("fan@popcorn.example"), open);
  const page = await demo("door@popcorn.example");
  await page.addInitScript(reader);
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await door(page, shown.event, open);
  await scan(page).click();
  await expect(page.getByText("The camera could not be opened. Type the code below the picture.")).toBeVisible();
  await expect(scan(page), "can be tried again").toBeVisible();
  await page.getByLabel("Type the code").fill(shown.code);
  await press(page, "Check in");
  await verdict(page, "Already in");
});

test("a camera that opens after it was stopped goes out again", { tag: "@wasm" }, async ({ demo, open }) => {
  const shown = await ticket(await demo("fan@popcorn.example"), open);
  const page = await demo("door@popcorn.example");
  await page.addInitScript(reader);
  await page.addInitScript(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
      await new Promise((done) => setTimeout(done, 500));
      const stream = await ask(wish);
      Object.assign(window, { stream });
      return stream;
    };
  });
  await door(page, shown.event, open);
  await scan(page).click();
  await page.getByRole("button", { name: "Stop the camera" }).click();
  const states = () =>
    page.evaluate(() => (window as unknown as { stream?: MediaStream }).stream?.getTracks().map((t) => t.readyState));
  await expect.poll(states).toEqual(["ended"]);
  await expect(page.locator("video")).toBeHidden();
});

test("where the browser reads no codes, no camera is offered, and codes are typed", { tag: "@wasm" }, async ({ demo, open, press }) => {
  const shown = await ticket(await demo("fan@popcorn.example"), open);
  const page = await demo("door@popcorn.example");
  await page.addInitScript(() => void Reflect.deleteProperty(window, "BarcodeDetector"));
  await door(page, shown.event, open);
  await expect(scan(page)).toBeHidden();
  await page.getByLabel("Type the code").fill(shown.text);
  await press(page, "Check in");
  await verdict(page, "Already in");
});
