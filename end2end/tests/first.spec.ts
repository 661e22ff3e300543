// The first hour of a site: nothing is there but a link on the operator's console.
import { expect, test, wall } from "./people";

test.use({ stage: "empty" });

test("from an empty site to a first visitor", async ({ open, page, person, press, ready, axe, allow, site }) => {
  test.setTimeout(180_000);
  allow(/status of (403|409|422)/);
  const link = /^ {4}(http\S+\/set-up\?token=\S+)$/m.exec(site.log())?.[1];
  expect(link, "the console greets with a link").toBeDefined();
  const setUp = new URL(link!).pathname + new URL(link!).search;

  await test.step("an empty site is not a broken one", async () => {
    await open("/");
    await expect(page.getByText("Nothing planned yet")).toBeVisible();
    await axe(page, ["light", "dark"]);
    await open("/organise", { status: 401 });
    await open("/badges");
  });

  const admin = await person();
  const account = async (name: string, email: string) => {
    await admin.getByLabel("Your name").fill(name);
    await admin.getByLabel("Email").fill(email);
    await admin.getByLabel("Password").fill("twelve lamps in a row");
  };

  await test.step("the link makes the first admin", async () => {
    await open(setUp, { on: admin });
    await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Set up your site");
    await axe(admin, ["light", "dark"]);
    await account("Noor Halvorsen", "noor@example.org");
    await press(admin, "Make the first account");
    await expect(admin.getByText("Your account is ready.")).toBeVisible();
    await expect(admin).toHaveURL(/\/organise/);
    await axe(admin, ["light", "dark"]);
  });

  await test.step("once", async () => {
    const second = await person();
    await open(setUp, { on: second });
    await second.getByLabel("Your name").fill("Somebody Else");
    await second.getByLabel("Email").fill("else@example.org");
    await second.getByLabel("Password").fill("twelve lamps in a row");
    await second.getByRole("button", { name: "Make the first account" }).click();
    await second.waitForLoadState();
    await ready(second);
    await expect(second.getByText("This site is set up already. Sign in.")).toBeVisible();
    await expect(second.getByLabel("Email")).toHaveValue("else@example.org");
  });

  await test.step("no event without a chapter: the way to the first one is shown", async () => {
    await admin.locator("main").getByRole("link", { name: "Found a chapter" }).click();
    await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Chapters");
    await ready(admin);
    await admin.getByLabel("Its name").fill("Lamplight Gent");
    await admin.getByLabel("City").fill("Gent");
    await admin.getByLabel("Time zone of the place").selectOption("Europe/Brussels");
    await press(admin, "Start the chapter");
    await expect(admin.getByText("Saved.")).toBeVisible();
    await expect(admin.locator("main").getByRole("link", { name: "Lamplight Gent" })).toBeVisible();
    await axe(admin, ["light", "dark"]);
  });

  await test.step("the first meetup is drafted and published", async () => {
    await open("/organise", { on: admin });
    await admin.getByRole("link", { name: "New event" }).click();
    await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Plan an event");
    await ready(admin);
    await admin.getByLabel("Title").fill("The first lamp");
    await admin.getByLabel("In one sentence").fill("We meet, and put a face to every call sign.");
    await admin.getByLabel("Place", { exact: true }).fill("The tram depot");
    await admin.getByLabel("Address and how to find it").fill("Ham 1, ring twice");
    await expect(admin.getByLabel("Time zone of the place"), "the chapter's own").toHaveValue("Europe/Brussels");
    await admin.getByLabel("Starts", { exact: true }).fill(wall(14, "19:00"));
    await admin.getByLabel("Ends", { exact: true }).fill(wall(14, "22:00"));
    await admin.getByLabel("Seats").fill("12");
    await press(admin, "Save the draft");
    await expect(admin.getByText("The draft is saved.")).toBeVisible();
    await open("/");
    await expect(page.getByText("The first lamp"), "a draft is nobody's business").toHaveCount(0);
    await press(admin, "Publish");
    await expect(admin.getByText("The event is published.")).toBeVisible();
  });

  await test.step("a visitor finds it, and signs up", async () => {
    await open("/");
    await page.getByRole("link", { name: "The first lamp" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("The first lamp");
    await ready(page);
    await expect(page.getByText("12 seats left").first()).toBeVisible();
    const form = page.locator("#join");
    await form.getByLabel("Email").fill("visitor@example.org");
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill("Ama Boateng");
    await press(page, "Save my seat");
    await expect(page.getByText("Your seat is saved.")).toBeVisible();
    await open("/c/gent");
    await expect(page.getByRole("link", { name: "The first lamp" })).toBeVisible();
  });
});
