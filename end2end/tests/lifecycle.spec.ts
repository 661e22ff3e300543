// An event's life from its organiser's side: published later, moved, copied, repeated, helped with, told of afterwards.
import type { Page } from "@playwright/test";
import { expect, test, wall } from "./people";

const ORGANISER = "organiser@popcorn.example";

async function plan(page: Page, title: string) {
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("In one sentence").fill("Bring a set that is silent, take home one that sings.");
  await page.getByLabel("Place", { exact: true }).fill("Old Tram Depot");
  await page.getByLabel("Address and how to find it").fill("88 Peony Lane, lift at the east door");
  await page.getByLabel("Time zone of the place").selectOption("Asia/Shanghai");
  await page.getByLabel("Starts", { exact: true }).fill(wall(20, "14:00"));
  await page.getByLabel("Ends", { exact: true }).fill(wall(20, "17:30"));
  await page.getByLabel("Seats").fill("5");
}

/** Opens what is folded away. */
async function unfold(page: Page, words: string) {
  const fold = page.locator("details.qa").filter({ has: page.getByText(words, { exact: true }) });
  if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click();
}

test("published later, postponed, moved", async ({ open, demo, person, press, allow, axe, mail, javaScriptEnabled }) => {
  test.setTimeout(240_000);
  allow(/status of 4(22|09|04)/);
  const suffix = javaScriptEnabled ? "wasm" : "plain";
  const title = `Quiet valves ${suffix}`;
  const organiser = await demo(ORGANISER);
  await open("/organise/events/new", { on: organiser });
  await plan(organiser, title);
  await organiser.getByLabel("What it is").selectOption({ label: "Open day" });
  await organiser.getByLabel("Where people take part").selectOption({ label: "At a place, or online" });
  await organiser.getByLabel("Link to join online").fill("meet.example/valves");
  await press(organiser, "Save the draft");
  await expect(organiser.getByText("This is not a full link.")).toBeVisible();
  await organiser.getByLabel("Link to join online").fill("https://meet.example/valves");
  await press(organiser, "Save the draft");
  await expect(organiser.getByText("The draft is saved. Nobody else sees it yet.")).toBeVisible();
  const page = (await organiser.getByRole("link", { name: "Preview" }).getAttribute("href"))!;
  const fan = await person();

  await test.step("it waits for its hour, and that can be called off", async () => {
    await unfold(organiser, "Publish at a set time");
    await organiser.getByLabel("Publish at").fill(wall(-1, "10:00"));
    await press(organiser, "Set the time");
    await expect(organiser.getByText("This time is in the past.")).toBeVisible();
    await organiser.getByLabel("Publish at").fill(wall(5, "10:00"));
    await press(organiser, "Set the time");
    await expect(organiser.getByText("The draft publishes itself at that time.")).toBeVisible();
    await axe(organiser);
    await open(page, { on: fan, status: 404 });
    await press(organiser, "Call that off");
    await expect(organiser.getByText("The draft stays a draft until you publish it.")).toBeVisible();
    await press(organiser, "Publish");
    await expect(organiser.getByText("The event is published.")).toBeVisible();
  });

  const email = `valves-${suffix}@example.org`;
  await test.step("the link to join is for those with a seat", async () => {
    await open(page, { on: fan });
    await expect(fan.getByText("Open day", { exact: true })).toBeVisible();
    await expect(fan.getByRole("link", { name: "Find it on a map" })).toHaveAttribute("href", /openstreetmap\.org/);
    await expect(fan.getByText("The link to join appears here once you have a seat.")).toBeVisible();
    expect(await fan.content()).not.toContain("meet.example");
    await axe(fan);
    const form = fan.locator("#join");
    await form.getByLabel("Email").fill(email);
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill("Zhu Yuting");
    await press(fan, "Save my seat");
    await expect(fan.getByRole("link", { name: "Join online" })).toHaveAttribute("href", "https://meet.example/valves");
    await axe(fan);
  });

  await test.step("postponed: it says why, the seat stays, and a letter tells", async () => {
    await unfold(organiser, "Postpone, new date to come");
    await press(organiser, "Postpone the event");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await organiser.getByLabel("Why is it postponed").fill("The river is high.");
    await press(organiser, "Postpone the event");
    await expect(organiser.getByText("The event is postponed.").first()).toBeVisible();
    await axe(organiser);
    await open(page, { on: fan });
    await expect(fan.getByText("This event is postponed: The river is high.")).toBeVisible();
    await expect(fan.getByText("You have a seat")).toBeVisible();
    await mail(email, /Postponed/);
  });

  await test.step("a new date: everybody is told, and the page says what it was", async () => {
    await unfold(organiser, "Move to another date");
    await organiser.getByLabel("New start").fill(wall(40, "15:00"));
    await organiser.getByLabel("New end").fill(wall(40, "14:00"));
    await press(organiser, "Move the event");
    await expect(organiser.getByText("The end is not after the start.")).toBeVisible();
    await organiser.getByLabel("New end").fill(wall(40, "18:00"));
    await press(organiser, "Move the event");
    await expect(organiser.getByText("The event has a new date.").first()).toBeVisible();
    await open(page, { on: fan });
    await expect(fan.getByText(/^Moved\. It was to be on/)).toBeVisible();
    await mail(email, /Changed/);
  });
});

test("once more: copied, kept, repeated, and run together", async ({ open, demo, press, allow, axe, mail, javaScriptEnabled }) => {
  test.setTimeout(240_000);
  allow(/status of 4(22|09|04)/);
  const suffix = javaScriptEnabled ? "wasm" : "plain";
  const title = `Loud valves ${suffix}`;
  const organiser = await demo(ORGANISER);
  await open("/organise/events/new", { on: organiser });
  await plan(organiser, title);
  await press(organiser, "Save the draft");
  await expect(organiser.getByRole("button", { name: "Copy as a new draft" })).toBeVisible();
  const console_ = new URL(organiser.url()).pathname;

  await test.step("a copy is a draft a week later", async () => {
    await press(organiser, "Copy as a new draft");
    await expect(organiser.getByText("This is the copy.")).toBeVisible();
    await expect(organiser.getByLabel("Starts", { exact: true })).toHaveValue(wall(27, "14:00"));
    await expect(organiser.getByLabel("Title")).toHaveValue(title);
  });

  await test.step("kept as a template, it begins the next one", async () => {
    await open(console_, { on: organiser });
    await unfold(organiser, "Keep as a template");
    await organiser.getByLabel("Name of the template").fill(`Valves ${suffix}`);
    await press(organiser, "Keep the template");
    await open("/organise", { on: organiser });
    await axe(organiser);
    await organiser.getByRole("link", { name: `Begin with “Valves ${suffix}”` }).click();
    await expect(organiser.getByLabel("Title")).toHaveValue(title);
    await expect(organiser.getByLabel("Starts", { exact: true })).toHaveValue("");
  });

  await test.step("repeated by a rule with an exception", async () => {
    await open(console_, { on: organiser });
    await unfold(organiser, "Repeat it by a rule");
    await organiser.getByLabel("Dates to skip, one per line").fill("soon");
    await press(organiser, "Start the series");
    await expect(organiser.getByText("This is not a day.")).toBeVisible();
    await organiser.getByLabel("Dates to skip, one per line").fill(wall(34, "14:00").slice(0, 10));
    await press(organiser, "Start the series");
    // The series is named like its event: its own page is there with its own form.
    await expect(organiser.getByLabel("How many drafts")).toBeVisible();
    await expect(organiser.getByRole("heading", { level: 1 })).toHaveText(title);
    await axe(organiser);
    await organiser.getByLabel("How many drafts").fill("2");
    await press(organiser, "Make the next drafts");
    await expect(organiser.getByText("The drafts are made.")).toBeVisible();
    await expect(organiser.getByRole("link", { name: title })).toHaveCount(3);
  });

  await test.step("a co-organiser is asked by mail and says yes", async () => {
    await open(console_, { on: organiser });
    await organiser.getByLabel("Name in their address, or their email").fill("nobody-at-all");
    await press(organiser, "Send the invitation");
    await expect(organiser.getByText("Nobody here goes by this name or address.")).toBeVisible();
    const address = `helper-${suffix}@example.org`;
    await organiser.getByLabel("Name in their address, or their email").fill(address);
    await organiser.getByLabel("Co-organiser").check();
    await press(organiser, "Send the invitation");
    await expect(organiser.getByText("The invitation is on its way.")).toBeVisible();
    const letter = await mail(address, /Will you help/);
    const link = letter.text.match(/\/invitations\/[0-9a-f]{64}/)![0];
    const fan = await demo("fan@popcorn.example");
    await open(console_, { on: fan, status: 404 });
    await open(link, { on: fan });
    await axe(fan);
    await press(fan, "Yes, I will");
    await expect(fan.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(fan.getByRole("link", { name: "Edit" })).toBeVisible();
    await open(link, { on: fan, status: 409 });
  });
});

test("an open day kept as a template brings its roles and shifts along", async ({ open, demo, press, axe }) => {
  const organiser = await demo(ORGANISER);
  await open("/organise", { on: organiser });
  const openDay = organiser.locator("li.gig", { hasText: "Studio open day" }).first();
  await open((await openDay.locator("a[href^='/organise/events/']").getAttribute("href"))!, { on: organiser });
  await unfold(organiser, "Keep as a template");
  await organiser.getByLabel("Name of the template").fill("Open days");
  await press(organiser, "Keep the template");
  await open("/organise", { on: organiser });
  await organiser.getByRole("link", { name: "Begin with “Open days”" }).click();
  await expect(organiser.getByText(/has its roles and shifts: .*Studio guide/)).toBeVisible();
  await axe(organiser);
  await organiser.getByLabel("Starts", { exact: true }).fill(wall(60, "10:00"));
  await organiser.getByLabel("Ends", { exact: true }).fill(wall(60, "18:00"));
  await press(organiser, "Save the draft");
  await expect(organiser).toHaveURL(/\/organise\/events\/[0-9a-f-]{36}/);
  await open(`${new URL(organiser.url()).pathname}/shifts`, { on: organiser });
  await expect(organiser.getByRole("heading", { name: "Studio guide" })).toBeVisible();
  await expect(organiser.getByText(/^0 of \d+/).first()).toBeVisible();
});

test("how it was is told afterwards", async ({ open, demo, person, press, allow, axe, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  allow(/status of 422/);
  const organiser = await demo(ORGANISER);
  await open("/organise", { on: organiser });
  // The demo's past: one that nobody has told of yet.
  const over = organiser.locator("li.gig").filter({ hasText: /^(?!.*with a recap).*Over\./s });
  await organiser.locator("summary", { hasText: "past event" }).click();
  await over.nth(javaScriptEnabled ? 0 : 1).getByRole("link").click();
  await organiser.getByRole("link", { name: "Write the recap" }).click();
  await press(organiser, "Publish the recap");
  await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
  await organiser.getByLabel("What happened").fill("It **sang**, twice.");
  await press(organiser, "Publish the recap");
  await expect(organiser.getByText("The recap is published.")).toBeVisible();
  await axe(organiser);
  const page = (await organiser.getByRole("link", { name: "See how it was" }).getAttribute("href"))!;
  const stranger = await person();
  await open(page.replace("/recap", ""), { on: stranger });
  await stranger.getByRole("link", { name: "See how it was" }).click();
  await expect(stranger.locator("main strong")).toHaveText("sang");
  await expect(stranger.getByText(/came$/)).toBeVisible();
  await axe(stranger);
});
