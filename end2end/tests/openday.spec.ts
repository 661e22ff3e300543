// An open day: planned in roles and shifts, taken, swapped and given back on a phone, led and let in.
import type { Page } from "@playwright/test";
import { expect, test, wall } from "./people";

const ORGANISER = "organiser@popcorn.example";
const FAN = "fan@popcorn.example";

// One moment for all: roles whose shifts are typed a minute apart would not begin together.
const NOW = Date.now();
/** Wall time in Chengdu, minutes from now. */
const soon = (minutes: number) => new Date(NOW + (8 * 60 + minutes) * 60_000).toISOString().slice(0, 16);

/** What the rule of the house gives for the nth hour from an hour from now, the first or a further shift of its day. */
function honor(n: number, { further }: { further: boolean }): number {
  const starts = Math.floor(NOW / 60_000) + 60 + n * 60;
  const hours = Array.from({ length: 60 }, (_, minute) => new Date((starts + minute + 8 * 60) * 60_000).getUTCHours());
  const night = hours.filter((hour) => hour >= 22 || hour < 6).length;
  const points = 12 * ((60 - night) + night * 1.5) * (further ? 1.25 : 1) / 60;
  return Math.floor(points + 0.5);
}
/** Is the nth of these hours on the same day in Chengdu as the first? */
const sameDay = (n: number) => soon(60).slice(0, 10) === soon(60 + n * 60).slice(0, 10);

/** Opens what is folded away. */
async function unfold(page: Page, words: string | RegExp) {
  const fold = page.locator("details.qa").filter({ has: page.locator("summary", { hasText: words }) }).first();
  if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click();
}

/** The cell of a shift in the row of its role. */
const cell = (page: Page, role: string, time: RegExp) =>
  page.locator("fieldset", { has: page.locator("legend", { hasText: role }) }).locator("label.shift", { hasText: time });

test("an open day is planned, taken, swapped and led", async ({ open, demo, person, press, allow, axe, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  allow(/status of 4(22|09|01)/);
  const suffix = javaScriptEnabled ? "w" : "p";
  const title = `Mast and kettle ${suffix}`;
  const organiser = await demo(ORGANISER);

  await test.step("the organiser plans the day", async () => {
    await open("/organise/events/new", { on: organiser });
    await organiser.getByLabel("Title").fill(title);
    await organiser.getByLabel("In one sentence").fill("The mast is painted, and listeners run the day.");
    await organiser.getByLabel("What it is").selectOption({ label: "Open day" });
    await organiser.getByLabel("Place", { exact: true }).fill("Lamplight House");
    await organiser.getByLabel("Address and how to find it").fill("12 Signal Hill");
    await organiser.getByLabel("Time zone of the place").selectOption("Asia/Shanghai");
    await organiser.getByLabel("Starts", { exact: true }).fill(soon(30));
    await organiser.getByLabel("Ends", { exact: true }).fill(soon(12 * 60));
    await organiser.getByLabel("Seats").fill("50");
    await organiser.getByLabel("Stop the waiting list so many hours before the start").fill("0");
    await press(organiser, "Save the draft");
    await press(organiser, "Publish");
    await expect(organiser.getByText("The event is published.")).toBeVisible();
  });
  const manage = new URL(organiser.url()).pathname;
  const page = (await organiser.getByRole("link", { name: "See the page" }).getAttribute("href"))!;

  await test.step("roles and their shifts, and what is wrong with a form", async () => {
    await organiser.getByRole("link", { name: "Roles and shifts" }).click();
    await expect(organiser.locator("h1")).toHaveText("Roles and shifts");
    await expect(organiser.getByText("No roles yet")).toBeVisible();
    await press(organiser, "Save the role");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await organiser.getByLabel("Role", { exact: true }).fill("Door and welcome");
    await organiser.getByLabel("What it is about").fill("Scan tickets, point people the right way.");
    await press(organiser, "Save the role");
    await expect(organiser.getByRole("heading", { name: "Door and welcome" })).toBeVisible();
    await slots(organiser, "Door and welcome", { minutes: "5" });
    await expect(organiser.getByText("This is too small. The least is 15.")).toBeVisible();
    await slots(organiser, "Door and welcome", { minutes: "60" });
    await expect(organiser.getByText("The shifts are added.")).toBeVisible();
    await expect(organiser.getByText("0 of 1 taken, 0 in line").first()).toBeVisible();
    await axe(organiser);

    const add = organiser.locator("section", { has: organiser.getByRole("heading", { name: "Add a role" }) });
    await add.getByLabel("Role", { exact: true }).fill("Sound-check hand");
    await add.getByLabel("Only those who are 18 or older").check();
    await add.getByLabel("Briefing to read first").fill("Lift with two.\n\nWear shoes.");
    await press(organiser, "Save the role");
    await slots(organiser, "Sound-check hand", { minutes: "60" });
    await expect(organiser.getByText("The shifts are added.")).toBeVisible();
  });

  async function slots(on: Page, role: string, { minutes }: { minutes: string }) {
    await unfold(on, `Add shifts to ${role}`);
    const form = on.locator("section", { has: on.getByRole("heading", { name: role, exact: true }) });
    await form.getByLabel("From").fill(soon(60));
    await form.getByLabel("Until").fill(soon(60 + 180));
    await form.getByLabel("Minutes each").fill(minutes);
    await form.getByLabel("Places each").fill("1");
    await form.getByRole("button", { name: "Add shifts" }).click();
    await on.waitForLoadState();
    await expect(on.locator("main h1")).toHaveText("Roles and shifts");
    await on.waitForTimeout(javaScriptEnabled ? 500 : 0);
  }

  const fan = await demo(FAN);
  const times = await test.step("a visitor sees all of it and is asked in", async () => {
    const visitor = await person();
    await open(page, { on: visitor });
    await visitor.getByRole("link", { name: /Help run it: 6 places open/ }).click();
    await expect(visitor.locator("h1")).toHaveText("Run the open day with us");
    await expect(visitor.getByText("6 places open")).toBeVisible();
    await axe(visitor);
    await visitor.getByRole("link", { name: "Sign in to take a shift" }).click();
    await expect(visitor).toHaveURL(/sign-in\?next=\/e\/.*\/shifts/);
    await open(`${page}/shifts`, { on: visitor });
    return visitor.locator("fieldset", { has: visitor.locator("legend", { hasText: "Door and welcome" }) }).locator("label.shift b:first-of-type").allTextContents();
  });
  const time = (n: number) => new RegExp(times[n].replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));

  await test.step("one tap takes a shift that asks for nothing", async () => {
    await open(`${page}/shifts`, { on: fan });
    await press(fan, "Take this shift");
    await expect(fan.getByText("This is needed. Fill it in.")).toBeVisible();
    await cell(fan, "Door and welcome", time(0)).click();
    await press(fan, "Take this shift");
    await expect(fan.getByText("The shift is yours. Its ticket is below.")).toBeVisible();
    // Hours at night earn half as much again.
    await expect(fan.getByText(`Earns ${honor(0, { further: false })} honor when you have worked it`)).toBeVisible();
    await axe(fan);
  });

  await test.step("what is at the same time cannot be had, and the page says with what", async () => {
    await open(`${page}/shifts`, { on: fan });
    await expect(cell(fan, "Door and welcome", time(0))).toContainText("Yours");
    await expect(cell(fan, "Sound-check hand", time(0))).toContainText("Clashes");
    await expect(fan.getByText(`at the same time as what you have: Door and welcome, ${times[0]}`)).toBeVisible();
    await expect(cell(fan, "Sound-check hand", time(0)).locator("input")).toBeDisabled();
    // A second shift of the same day earns a quarter more, at night on top of that; after midnight it is another day.
    await expect(cell(fan, "Sound-check hand", time(1))).toContainText(new RegExp(`\\+${honor(1, { further: sameDay(1) })}\\b`));
    await axe(fan);
  });

  await test.step("what the role asks comes before it is taken", async () => {
    await cell(fan, "Sound-check hand", time(1)).click();
    if (javaScriptEnabled) await expect(fan.locator(".actionbar")).toContainText(`Sound-check hand, ${times[1]}`);
    await press(fan, "Take this shift");
    await expect(fan.locator("h1")).toHaveText("Sound-check hand");
    await expect(fan.getByText("Lift with two.")).toBeVisible();
    await press(fan, "Take this shift");
    await expect(fan.getByText("This is needed. Fill it in.").first()).toBeVisible();
    await axe(fan);
    await fan.getByLabel("I am 18 or older").check();
    await fan.getByLabel("I have read this").check();
    await press(fan, "Take this shift");
    await expect(fan.getByText("The shift is yours. Its ticket is below.")).toBeVisible();
    await expect(fan.locator(".ticket").first(), "nobody looks for the ticket they have just got").toContainText("Sound-check hand");
  });

  await test.step("one shift is swapped for another in one step", async () => {
    await open(`${page}/shifts`, { on: fan });
    const mine = fan.getByRole("region", { name: "Your shifts" }).locator("li", { hasText: "Sound-check hand" });
    await mine.getByRole("link", { name: "Swap it" }).click();
    await expect(fan.getByText("It stays yours until the new one is.")).toBeVisible();
    await cell(fan, "Sound-check hand", time(2)).click();
    await axe(fan);
    await press(fan, "Swap to this shift");
    await expect(fan.getByText("You have swapped. The ticket is the new one.")).toBeVisible();
    await open(`${page}/shifts`, { on: fan });
    await expect(cell(fan, "Sound-check hand", time(1))).toContainText("1 place left");
    await expect(cell(fan, "Sound-check hand", time(2))).toContainText("Yours");
  });

  const other = await demo("door@popcorn.example");
  await test.step("a full shift has a line, and nobody joins it unasked", async () => {
    await open(`${page}/shifts`, { on: other });
    await cell(other, "Door and welcome", time(0)).click();
    await press(other, "Take this shift");
    await expect(other.getByText("All places are taken.")).toBeVisible();
    await press(other, "Join the line");
    await expect(other.getByText("Waiting, position 1")).toBeVisible();
    await axe(other);
  });

  await test.step("given back, it is offered to the next", async () => {
    await open(`${page}/shifts`, { on: fan });
    const mine = fan.getByRole("region", { name: "Your shifts" }).locator("li", { hasText: "Door and welcome" });
    await mine.getByRole("button", { name: "Give it back" }).click();
    await expect(mine.getByRole("heading", { name: "Give this shift back?" })).toBeVisible();
    await axe(fan);
    await mine.getByRole("button", { name: "Yes, give it back" }).click();
    await fan.waitForLoadState();
    await expect(fan.getByText("It is free for somebody else. You lose no honor.")).toBeVisible();
    await open("/my/tickets", { on: other });
    const offer = other.locator("section.ticket", { hasText: title });
    await expect(offer.getByText("Your turn")).toBeVisible();
    await axe(other);
    await offer.getByRole("button", { name: "Take the seat" }).click();
    await other.waitForLoadState();
    await expect(offer.locator(".code.big")).toBeVisible();
  });

  await test.step("the door lets a helper in, and the lead sees it", async () => {
    await open("/my/tickets", { on: other });
    const ticket = other.locator("section.ticket", { hasText: title });
    const code = (await ticket.locator(".code.big").textContent())!;
    const id = manage.split("/").at(-1)!;
    await open(`/door/${id}/shifts`, { on: organiser });
    const shift = organiser.locator("section.card", { hasText: "Door and welcome" }).first();
    await expect(shift.getByText("Kwame Adu-Foster")).toBeVisible();
    await expect(shift.getByText("Expected")).toBeVisible();
    await axe(organiser);
    await open(`/door/${id}`, { on: organiser });
    await organiser.getByLabel("Type the code").fill(code);
    await press(organiser, "Check in");
    await expect(organiser.getByText("Shift starts")).toBeVisible();
    await expect(organiser.getByText("Scan this ticket again when they go.")).toBeVisible();
    await axe(organiser);
    await open(`/door/${id}/shifts`, { on: organiser });
    await expect(organiser.locator("section.card", { hasText: "Door and welcome" }).first().getByText(/Here since/)).toBeVisible();
  });
});

test("a shift that was worked stands in the statement", async ({ open, demo, axe }) => {
  const fan = await demo(FAN);
  await open("/my/honor", { on: fan });
  await expect(fan.getByText(/shift worked: Studio guide, 09:30–12:30/)).toBeVisible();
  await axe(fan);
  await open("/my/tickets", { on: fan });
  await expect(fan.getByText(/Tea and snacks, Worked, \+45 honor/)).toBeVisible();
});


test("helpers are written to by role and shift, found, and taken off", async ({ open, demo, person, press, mail, allow, axe, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  allow(/status of 4(22|09|01)/);
  const suffix = javaScriptEnabled ? "hw" : "hp";
  const title = `Lamp oil day ${suffix}`;
  const organiser = await demo(ORGANISER);
  await open("/organise/events/new", { on: organiser });
  await organiser.getByLabel("Title").fill(title);
  await organiser.getByLabel("In one sentence").fill("Every lamp is filled by hand.");
  await organiser.getByLabel("What it is").selectOption({ label: "Open day" });
  await organiser.getByLabel("Place", { exact: true }).fill("Lamplight House");
  await organiser.getByLabel("Address and how to find it").fill("12 Signal Hill");
  await organiser.getByLabel("Time zone of the place").selectOption("Asia/Shanghai");
  await organiser.getByLabel("Starts", { exact: true }).fill(wall(30, "09:00"));
  await organiser.getByLabel("Ends", { exact: true }).fill(wall(30, "18:00"));
  await organiser.getByLabel("Seats").fill("50");
  await press(organiser, "Save the draft");
  await press(organiser, "Publish");
  await expect(organiser.getByText("The event is published.")).toBeVisible();
  const manage = new URL(organiser.url()).pathname;
  const page = (await organiser.getByRole("link", { name: "See the page" }).getAttribute("href"))!;

  await test.step("a role with two shifts of one place each", async () => {
    await open(`${manage}/shifts`, { on: organiser });
    await organiser.getByLabel("Role", { exact: true }).fill("Wick trimmer");
    await press(organiser, "Save the role");
    await unfold(organiser, "Add shifts to Wick trimmer");
    await organiser.getByLabel("From").fill(wall(30, "09:00"));
    await organiser.getByLabel("Until").fill(wall(30, "15:00"));
    await organiser.getByLabel("Minutes each").fill("180");
    await organiser.getByLabel("Places each").fill("1");
    await press(organiser, "Add shifts");
    await expect(organiser.getByText("The shifts are added.")).toBeVisible();
  });

  const fans: Page[] = [];
  for (const name of ["Hedda", "Ivar", "Jorun"]) {
    const fan = await person();
    await open(page, { on: fan });
    const form = fan.locator("#join");
    await form.getByLabel("Email").fill(`${name.toLowerCase()}-${suffix}@example.org`);
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill(`${name} ${suffix}`);
    await press(fan, "Save my seat");
    await expect(fan.locator(".flash.ok")).toBeVisible();
    fans.push(fan);
  }
  const [, ivar, jorun] = fans;

  await test.step("one takes a shift, the next stands in line for it", async () => {
    await open(`${page}/shifts`, { on: ivar });
    await cell(ivar, "Wick trimmer", /09:00/).click();
    await press(ivar, "Take this shift");
    await expect(ivar.getByText("The shift is yours. Its ticket is below.")).toBeVisible();
    await open(`${page}/shifts`, { on: jorun });
    await cell(jorun, "Wick trimmer", /09:00/).click();
    await press(jorun, "Take this shift");
    await press(jorun, "Join the line");
    await expect(jorun.getByText("Waiting, position 1")).toBeVisible();
  });

  const letters = `${manage}/letters`;
  const write = async (subject: string) => {
    await organiser.getByLabel("Subject").fill(subject);
    await organiser.getByLabel("Your words").fill("Bring gloves.");
    await press(organiser, "Look at it first");
  };

  await test.step("a letter to those of one role", async () => {
    await open(letters, { on: organiser });
    await expect(organiser.getByLabel("Guests who do not help (2)")).toBeVisible();
    await expect(organiser.getByLabel("Everybody in a shift (1)")).toBeVisible();
    await axe(organiser);
    await write(`Nobody ${suffix}`);
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await organiser.getByLabel("Everybody of one role").selectOption({ label: "Wick trimmer (1)" });
    await organiser.getByLabel("Everybody in a shift (1)").check();
    await write(`To the trimmers ${suffix}`);
    await expect(organiser.getByRole("heading", { name: "It goes to 1 person." })).toBeVisible();
    await expect(organiser.getByLabel("Everybody of one role").locator("option:checked")).toHaveText("Wick trimmer (1)");
    await axe(organiser);
    await press(organiser, "Send it now");
    await expect(organiser.getByRole("heading", { name: /^Sent on/ })).toBeVisible();
    await mail(`ivar-${suffix}@example.org`, `To the trimmers ${suffix}`);
  });

  await test.step("and one to the guests who do not help", async () => {
    await open(letters, { on: organiser });
    await organiser.getByLabel("Guests who do not help (2)").check();
    await write(`To the guests ${suffix}`);
    await expect(organiser.getByRole("heading", { name: "It goes to 2 people." })).toBeVisible();
    await press(organiser, "Send it now");
    await mail(`hedda-${suffix}@example.org`, `To the guests ${suffix}`);
    await mail(`jorun-${suffix}@example.org`, `To the guests ${suffix}`);
  });

  await test.step("helpers are found in the list, with role and time", async () => {
    await open(`${manage}/people`, { on: organiser });
    await expect(organiser.getByRole("heading", { name: "3 people" })).toBeVisible();
    await organiser.getByRole("link", { name: "In shifts 2" }).click();
    await expect(organiser.getByRole("heading", { name: "2 people" })).toBeVisible();
    const row = organiser.locator("tr", { hasText: `Ivar ${suffix}` });
    await expect(row).toContainText(/Wick trimmer, .*09:00 to 12:00/);
    await expect(organiser.getByRole("button", { name: "Do it for all of them" })).toHaveCount(0);
    await axe(organiser);
  });

  await test.step("taken off with a reason, the next is asked", async () => {
    await open(`/door/${manage.split("/").at(-1)}/shifts`, { on: organiser });
    await expect(organiser.getByRole("link", { name: `Ivar ${suffix}` })).toBeVisible();
    await open(`${manage}/shifts`, { on: organiser });
    await expect(organiser.getByRole("link", { name: `Jorun ${suffix}, in line` })).toBeVisible();
    await axe(organiser);
    await organiser.getByRole("link", { name: `Ivar ${suffix}` }).click();
    await expect(organiser.getByRole("heading", { level: 1 })).toHaveText(`Ivar ${suffix}`);
    await expect(organiser.getByText(/^Wick trimmer, .*09:00 to 12:00$/)).toBeVisible();
    await axe(organiser);
    await press(organiser, "Take them off the shift");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await organiser.getByLabel("Why", { exact: true }).fill("Has the flu");
    await press(organiser, "Take them off the shift");
    await expect(organiser.getByText("The person is removed.")).toBeVisible();
    await expect(organiser.getByRole("link", { name: `Ivar ${suffix}` })).toHaveCount(0);
    await mail(`ivar-${suffix}@example.org`, "You are no longer signed up");
    await open("/my/tickets", { on: jorun });
    const offer = jorun.locator("section.ticket", { hasText: "Wick trimmer" });
    await offer.getByRole("button", { name: "Take the seat" }).click();
    await jorun.waitForLoadState();
    await expect(offer.locator(".code.big")).toBeVisible();
    await open(`${manage}/people?show=left`, { on: organiser });
    await organiser.getByRole("link", { name: `Ivar ${suffix}` }).click();
    await expect(organiser.getByText("By hand, because: Has the flu")).toBeVisible();
  });
});
