// What hands do and networks do not: double taps, the way back, waiting, no connection. Nothing happens twice, nothing is lost.
import type { Page } from "@playwright/test";
import { expect, test } from "./people";

/** An event of the demo that asks nothing, by its title. */
async function event(page: Page, title: RegExp, open: (path: string, options: { on: Page }) => Promise<unknown>) {
  await open("/", { on: page });
  const path = (await page.getByRole("link", { name: title }).first().getAttribute("href"))!;
  await open(path, { on: page });
}

async function fill(page: Page, name: string, email: string) {
  const form = page.locator("#join");
  await form.getByLabel("Email").fill(email);
  await form.getByLabel("Password").fill("four quiet little radios");
  await form.getByLabel("Your name, if you are new here").fill(name);
  return form.getByRole("button", { name: "Save my seat" });
}

/** The sign-ups that a page sends: as a form to its own page, or as a call. */
function sent(page: Page) {
  const posts: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === "POST" && (pathname.startsWith("/e/") || pathname.endsWith("/sign_up"))) posts.push(pathname);
  });
  return posts;
}

test("a double tap is one sign-up, and the way back is no dead end", async ({ open, page, ready, javaScriptEnabled }) => {
  await event(page, /Kettle club: everybody/, open);
  const at = page.url();
  const button = await fill(page, "Bao Lin", `double-${javaScriptEnabled ? "w" : "p"}@example.org`);
  const posts = sent(page);
  await button.dblclick();
  await page.waitForURL(/\/my\/tickets/);
  await ready(page);
  await expect(page.locator(".ticket")).toHaveCount(1);
  if (javaScriptEnabled) expect(posts.length, "the second tap does nothing").toBe(1);

  await page.goBack();
  await page.waitForURL(at);
  await ready(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Kettle club/);
  await expect(page.locator(".err")).toHaveCount(0);
  // What the browser kept of the page from before: sent again, it changes nothing.
  const again = page.locator("#join").getByRole("button", { name: "Save my seat" });
  if (await again.count()) {
    await fill(page, "Bao Lin", `double-${javaScriptEnabled ? "w" : "p"}@example.org`);
    await again.click();
    await page.waitForURL(/\/my\/tickets/);
    await ready(page);
    await expect(page.locator(".ticket")).toHaveCount(1);
  }
  await page.goto(at);
  await expect(page.locator("#join")).toContainText("You have a seat");
});

test("signed in, the one tap on a slow network waits, and counts once", async ({ open, demo, javaScriptEnabled }) => {
  const page = await demo("fan@popcorn.example");
  await event(page, /Kitchen radio: a receiver/, open);
  const button = page.locator(".actionbar").getByRole("button", { name: "Save my seat" });
  const posts = sent(page);
  if (javaScriptEnabled) {
    await page.route("**/api/signups/sign_up", async (route) => {
      await new Promise((done) => setTimeout(done, 1500));
      await route.continue();
    });
    await button.click();
    await expect(button).toHaveAttribute("aria-busy", "true");
    // It says that it is busy; a finger does not read that.
    await button.click({ force: true });
    await button.click({ force: true });
  } else {
    await button.dblclick();
  }
  await expect(page).toHaveURL(/\/my\/tickets/);
  await expect(page.getByText("Your seat is saved.")).toBeVisible();
  await expect(page.locator(".ticket").filter({ hasText: "Kitchen radio" })).toHaveCount(1);
  if (javaScriptEnabled) expect(posts).toEqual(["/api/signups/sign_up"]);

  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Kitchen radio/);
  await expect(page.locator("#join"), "read anew").toContainText("You have a seat");
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your tickets");
  if (javaScriptEnabled) await expect(page.getByText("Your seat is saved."), "said once").toHaveCount(0);
});

// Without it the browser itself says that there is no connection.
test.describe("with the application", { tag: "@wasm" }, () => {
  test("no connection: kindly said, and nothing typed is lost", async ({ open, demo, allow, press }) => {
    allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
    const page = await demo("organiser@popcorn.example");
    await open("/organise/events/new", { on: page });
    await page.getByLabel("Title").fill("Written on a train");
    await page.getByLabel("The story").fill("Between two tunnels.");
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Save the draft" }).click();
    const kind = page.getByText("We could not reach the site. Nothing is lost. Check your connection and send it again.");
    await expect(kind).toBeVisible();
    await expect(kind).toBeInViewport();
    await expect(page.getByLabel("Title")).toHaveValue("Written on a train");
    await expect(page.getByLabel("The story")).toHaveValue("Between two tunnels.");
    await page.context().setOffline(false);
    allow(/status of 422/);
    await press(page, "Save the draft");
    await expect(kind).toHaveCount(0);
    await expect(page.locator("[aria-invalid=true]").first()).toBeFocused();
    await expect(page.getByLabel("Title")).toHaveValue("Written on a train");
  });

  test("no connection: a visitor's sign-up stays on its page", async ({ open, page, allow }) => {
    allow(/ERR_INTERNET_DISCONNECTED/);
    await event(page, /Kettle club: everybody/, open);
    const button = await fill(page, "Dara Quinn", "dara@example.org");
    await page.context().setOffline(true);
    await button.click();
    await expect(page.locator("#join").getByText("We could not reach the site. Nothing is lost.")).toBeVisible();
    await expect(page.locator("#join").getByLabel("Password")).toHaveValue("four quiet little radios");
    await page.context().setOffline(false);
    await button.click();
    await expect(page.getByText("Your seat is saved.")).toBeVisible();
  });

  test("the way back leads past a refused form, and sends it no second time", async ({ open, page, ready, allow }) => {
    allow(/status of 422/);
    await event(page, /Kettle club: everybody/, open);
    const at = page.url();
    await (await fill(page, "", "back@example.org")).click();
    await expect(page.locator("#join .err").first()).toBeVisible();
    await ready(page);
    await expect(page.locator("#join").getByText("Type it once more")).toBeVisible();
    const posts = sent(page);
    await (await fill(page, "Bai Ke", "back@example.org")).click();
    await page.waitForURL(/\/my\/tickets/);
    await ready(page);
    await page.goBack();
    await page.waitForURL(at);
    await ready(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Kettle club/);
    expect(posts).toHaveLength(1);
  });

  test("no connection: another page says so, and is there when the network is", async ({ open, page, allow }) => {
    allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource|Failed to fetch/); // a module of pages cannot come either
    await open("/");
    await page.context().setOffline(true);
    await page.getByRole("link", { name: "All badges" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("No connection");
    await page.context().setOffline(false);
    await page.getByRole("link", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Badges");
  });

  test("an answer that is none of ours is as kind", async ({ open, demo, allow }) => {
    allow(/status of 502/);
    const fan = await demo("fan@popcorn.example");
    await event(fan, /Lanterns along the river: the long/, open);
    await fan.route("**/api/signups/**", (route) => route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }));
    await fan.locator("#join").getByRole("button", { name: "Save my seat" }).click();
    await expect(fan.locator("#join").getByText("We could not reach the site. Nothing is lost.")).toBeVisible();
    await fan.unroute("**/api/signups/**");
    await fan.locator("#join").getByRole("button", { name: "Save my seat" }).click();
    await expect(fan.getByText("Your seat is saved.")).toBeVisible();
  });
});
