// Who gets a place: why not is said before anybody fills in a form; requests, invitations, the lottery, groups.
import type { Page } from "@playwright/test";
import { createHash } from "node:crypto";
import { expect, test, wall } from "./people";

const ORGANISER = "organiser@popcorn.example";

/** The form of a new event, without who gets a place. */
async function plan(page: Page, title: string, seats: number) {
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("In one sentence").fill("A small room, and many who want in.");
  await page.getByLabel("Place", { exact: true }).fill("Old Tram Depot");
  await page.getByLabel("Address and how to find it").fill("88 Peony Lane");
  await page.getByLabel("Time zone of the place").selectOption("Asia/Shanghai");
  await page.getByLabel("Starts", { exact: true }).fill(wall(20, "14:00"));
  await page.getByLabel("Ends", { exact: true }).fill(wall(20, "17:30"));
  await page.getByLabel("Seats", { exact: true }).fill(String(seats));
}

/** Opens what is folded away. */
async function unfold(page: Page, words: string) {
  const fold = page.locator("details.qa").filter({ has: page.getByText(words, { exact: true }) }).first();
  if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click();
}

/** Fills in what a newcomer is asked for. */
async function newcomer(page: Page, name: string, suffix: string) {
  const form = page.locator("#join");
  await form.getByLabel("Email").fill(`${name.toLowerCase()}-${suffix}@example.org`);
  await form.getByLabel("Password").fill("four quiet little radios");
  await form.getByLabel("Your name, if you are new here").fill(name);
}

test("why not is said first, and requests are decided on a phone", async ({ open, person, demo, press, mail, axe, allow, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  allow(/status of 4(22|09)/);
  const suffix = javaScriptEnabled ? "aw" : "ap";
  const title = `Small room ${suffix}`;
  const organiser = await demo(ORGANISER);

  await test.step("the form of the event decides", async () => {
    await open("/organise/events/new", { on: organiser });
    await plan(organiser, title, 1);
    await expect(organiser.getByLabel("Hours earlier for Honor crew")).toHaveValue("24");
    await organiser.getByLabel("Hours earlier for Honor crew").fill("999");
    await organiser.getByLabel("How places are given").selectOption({ label: "By lottery" });
    await press(organiser, "Save the draft");
    await expect(organiser.getByText("This is too large. The most is 168.")).toBeVisible();
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await expect(organiser.getByLabel("How places are given")).toHaveValue("lottery");
    await organiser.getByLabel("Hours earlier for Honor crew").fill("24");
    await organiser.getByLabel("How places are given").selectOption({ label: "The organisers approve each" });
    await organiser.getByLabel("Who may sign up").selectOption({ label: "Regular and above" });
    await organiser.getByLabel("Sign-up opens").fill(wall(10, "12:00"));
    await press(organiser, "Save the draft");
    await press(organiser, "Publish");
    await expect(organiser.getByText("The event is published.")).toBeVisible();
  });
  const manage = new URL(organiser.url()).pathname;
  const page = (await organiser.getByRole("link", { name: "See the page" }).getAttribute("href"))!;
  const fan = await person();

  await test.step("nobody fills in a form in vain", async () => {
    await open(page, { on: fan });
    await expect(fan.getByText(/^Sign-up opens .*, 12:00\.$/)).toBeVisible();
    await expect(fan.getByText(/^Honor crew and above: from .*, 12:00\.$/)).toBeVisible();
    await expect(fan.getByText("For Regular and above.")).toBeVisible();
    await expect(fan.getByText("Is that you? Sign in")).toBeVisible();
    await expect(fan.locator("#join")).toHaveCount(0);
    await axe(fan);
    await open(page, { on: organiser });
    await expect(organiser.getByText(/^Sign-up opens for you .*, 12:00\.$/)).toBeVisible();
  });

  await test.step("opened to everybody, whoever signs up asks", async () => {
    await open(`${manage}/edit`, { on: organiser });
    await organiser.getByLabel("Who may sign up").selectOption({ label: "Everybody" });
    await organiser.getByLabel("Sign-up opens").fill("");
    await press(organiser, "Save the changes");
    await expect(organiser.getByText("Saved.")).toBeVisible();
  });
  const others = [await person(), await person()];
  const names = ["Anna", "Bo", "Chen"];
  for (const [n, who] of [fan, ...others].entries()) {
    await open(page, { on: who });
    await expect(who.getByText("Until then no seat is held for you.").first()).toBeVisible();
    await newcomer(who, names[n], suffix);
    await press(who, "Ask for a seat");
    await expect(who.getByText("Noted. A letter tells you what comes of it.")).toBeVisible();
    await expect(who.getByText("You asked for a seat.")).toBeVisible();
  }
  await axe(fan);
  await mail(`anna-${suffix}@example.org`, "You asked for a seat");

  await test.step("yes, and no with a reason", async () => {
    await open(manage, { on: organiser });
    await organiser.getByRole("link", { name: "Places" }).click();
    await expect(organiser.getByRole("heading", { level: 1 })).toHaveText(`Who gets a place: ${title}`);
    await axe(organiser);
    await press(organiser, "Say yes to Bo");
    await expect(organiser.getByText("They are told so.")).toBeVisible();
    await press(organiser, "Say yes to Anna");
    await expect(organiser.getByRole("button", { name: "Say yes to Anna" })).toHaveCount(0);
    await unfold(organiser, "Say no");
    await press(organiser, "Say no");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await organiser.getByLabel("Why; they can read it").fill("The room is for those who sing.");
    await press(organiser, "Say no");
    await expect(organiser.getByText("No requests")).toBeVisible();
    await axe(organiser);
  });

  await test.step("each hears what it was", async () => {
    await mail(`bo-${suffix}@example.org`, "Your seat");
    await mail(`anna-${suffix}@example.org`, "You are in line");
    const no = await mail(`chen-${suffix}@example.org`, "Not this time");
    expect(no.text).toContain("The room is for those who sing.");
    await open("/my/tickets", { on: others[0] });
    await expect(others[0].locator(".qr svg")).toBeVisible();
    await open(`${page}/queue`, { on: fan });
    await expect(fan.getByText("The organisers said yes to number 2")).toBeVisible();
    await expect(fan.getByText("Number 1 joined the end of the line")).toBeVisible();
    await axe(fan);
  });

  await test.step("what somebody signed up by stays", async () => {
    await open(`${manage}/edit`, { on: organiser });
    await organiser.getByLabel("How places are given").selectOption({ label: "First come, first served" });
    await press(organiser, "Save the changes");
    await expect(organiser.getByText("Somebody has signed up by the rules as they are")).toBeVisible();
  });
});

test("by invitation, and a friend invites a friend", async ({ open, person, demo, press, axe, allow, site, javaScriptEnabled }) => {
  test.setTimeout(240_000);
  allow(/status of 4(22|09)/);
  const suffix = javaScriptEnabled ? "iw" : "ip";
  const title = `Secret tapes ${suffix}`;
  const organiser = await demo(ORGANISER);
  await open("/organise/events/new", { on: organiser });
  await plan(organiser, title, 5);
  await organiser.getByLabel("Only with an invitation code").check();
  await organiser.getByLabel("Friends each may invite").fill("1");
  await press(organiser, "Save the draft");
  const page = (await organiser.getByRole("link", { name: "Preview" }).getAttribute("href"))!;
  await press(organiser, "Publish");
  await expect(organiser.getByText("The event is published.")).toBeVisible();
  const manage = new URL(organiser.url()).pathname;

  const code = await test.step("a code is made", async () => {
    await open(`${manage}/places`, { on: organiser });
    await organiser.getByLabel("For how many people").fill("0");
    await press(organiser, "Make a code");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await expect(organiser.getByText("This is too small. The least is 1.")).toBeVisible();
    await organiser.getByLabel("For whom; only organisers see it").fill("The choir");
    await organiser.getByLabel("For how many people").fill("1");
    await press(organiser, "Make a code");
    await expect(organiser.getByText("The code is made. Pass it on.")).toBeVisible();
    await expect(organiser.getByText("0 of 1 used")).toBeVisible();
    await axe(organiser);
    return await organiser.getByLabel("Link to pass on").inputValue();
  });
  expect(code).toMatch(new RegExp(`^${site.url}/e/.*\\?code=[0-9a-z]{4}-[0-9a-z]{4}$`));

  const friend = await person();
  await test.step("a wrong code is told at the field, and nothing typed is lost", async () => {
    await open(page, { on: friend });
    await expect(friend.getByText("By invitation: the form asks for your code.")).toBeVisible();
    await newcomer(friend, "Dara", suffix);
    await friend.getByLabel("Invitation code").fill("0000-0000");
    await press(friend, "Save my seat");
    await expect(friend.getByText("No invitation to this event has this code.")).toBeVisible();
    await expect(friend.getByLabel("Your name, if you are new here")).toHaveValue("Dara");
  });
  await test.step("by the link it is there already", async () => {
    await open(code.slice(site.url.length), { on: friend });
    await expect(friend.getByLabel("Invitation code")).toHaveValue(/^[0-9a-z]{4}-[0-9a-z]{4}$/);
    await axe(friend);
    await newcomer(friend, "Dara", suffix);
    await press(friend, "Save my seat");
    await expect(friend.getByText("Your seat is saved.")).toBeVisible();
  });
  const second = await person();
  await test.step("used up", async () => {
    await open(code.slice(site.url.length), { on: second });
    await newcomer(second, "Emil", suffix);
    await press(second, "Save my seat");
    await expect(second.getByText("As many people as this invitation was for have used it.")).toBeVisible();
  });
  await test.step("a friend passes one on, and it is known who invited whom", async () => {
    await expect(friend.getByText("You may invite 1 friend.")).toBeVisible();
    await press(friend, "Get my invitation");
    const link = await friend.getByLabel("Link to pass on").inputValue();
    await axe(friend);
    await open(link.slice(site.url.length), { on: second });
    await newcomer(second, "Emil", suffix);
    await press(second, "Save my seat");
    await expect(second.getByText("Your seat is saved.")).toBeVisible();
    await open(`${manage}/places`, { on: organiser });
    await expect(organiser.getByText("Emil, invited by Dara")).toBeVisible();
    await expect(organiser.getByText(/^Dara, invited by /)).toBeVisible();
    await axe(organiser);
  });
});

test("a lottery that everybody can check, and guests", async ({ open, person, demo, press, mail, axe, site, javaScriptEnabled }) => {
  test.setTimeout(420_000);
  const suffix = javaScriptEnabled ? "lw" : "lp";
  const title = `Three chairs ${suffix}`;
  const organiser = await demo(ORGANISER);
  await open("/organise/events/new", { on: organiser });
  await plan(organiser, title, 3);
  await organiser.getByLabel("How places are given").selectOption({ label: "By lottery" });
  await organiser.getByLabel("Guests each may bring").fill("1");
  // The wall of the event's place, in so many minutes.
  const soon = (minutes: number) => new Date(Date.now() + (8 * 60 + minutes) * 60_000).toISOString().slice(0, 16);
  await organiser.getByLabel("Sign-up closes").fill(soon(90));
  await press(organiser, "Save the draft");
  const page = (await organiser.getByRole("link", { name: "Preview" }).getAttribute("href"))!;
  await press(organiser, "Publish");
  await expect(organiser.getByText("The event is published.")).toBeVisible();
  const manage = new URL(organiser.url()).pathname;

  const people: Page[] = [];
  const seal = await test.step("sealed before anybody enters", async () => {
    const before = await (await fetch(`${site.url}${page}/queue.json`)).json();
    expect(before.lottery).toMatchObject({ seed: null });
    const who = await person();
    people.push(who);
    await open(page, { on: who });
    await expect(who.getByText(before.lottery.seal)).toBeVisible();
    await expect(who.getByText("When you enter makes no difference.").first()).toBeVisible();
    await axe(who);
    return before.lottery.seal as string;
  });
  await test.step("one with a guest, two alone", async () => {
    people.push(await person(), await person());
    for (const [n, who] of people.entries()) {
      await open(page, { on: who });
      await newcomer(who, ["Fei", "Gao", "Hana"][n], suffix);
      if (n === 0) {
        await unfold(who, "Bring guests");
        await who.getByLabel("Name of guest 1").fill("Bai Lu");
        await axe(who);
      }
      await press(who, "Enter the lottery");
      await expect(who.getByText("You are in the lottery, drawn")).toBeVisible();
    }
    await open(`${manage}/places`, { on: organiser });
    await expect(organiser.getByText(/^3 have entered\. It is drawn .*, by itself\.$/)).toBeVisible();
    await axe(organiser);
  });
  await test.step("closed earlier than it was planned, once all are in", async () => {
    await open(`${manage}/edit`, { on: organiser });
    await organiser.getByLabel("Sign-up closes").fill(soon(2));
    await press(organiser, "Save the changes");
    await expect(organiser.getByText("Saved.")).toBeVisible();
  });
  await test.step("drawn by itself, and drawn again by this test", async () => {
    let log: { lottery: { seed: string | null }; entries: { step: string; number: number | null; hash: string }[] };
    await expect(async () => {
      log = await (await fetch(`${site.url}${page}/queue.json`)).json();
      expect(log.lottery.seed).not.toBeNull();
    }).toPass({ timeout: 300_000, intervals: [3_000] });
    const seed = log!.lottery.seed!;
    const sha = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
    expect(sha(Buffer.from(seed, "hex"))).toBe(seal);
    const at = log!.entries.findIndex((entry) => entry.step === "drawn");
    const head = log!.entries[at - 1].hash;
    const lot = (n: number) => sha(`popcorn lottery 1\n${seed}\n${head}\n${n}\n`);
    const drawn = log!.entries.slice(at + 1).map((entry) => entry.number);
    expect(drawn).toEqual([1, 2, 3].sort((a, b) => (lot(a) < lot(b) ? -1 : 1)));
  });
  await test.step("each hears what they drew, and the group is together", async () => {
    for (const name of ["fei", "gao", "hana"]) await mail(`${name}-${suffix}@example.org`, /Your seat|You are in line/);
    await open("/my/tickets", { on: people[0] });
    const ticket = people[0].locator("main");
    await expect(ticket.getByText(/Together with Bai Lu|Waiting, position 1/)).toBeVisible();
    await open(`${page}/queue`, { on: people[1] });
    await expect(people[1].getByText("The lottery was drawn among 3")).toBeVisible();
    await expect(people[1].getByText("Number 1 entered the lottery, for a group of 2")).toBeVisible();
    await axe(people[1]);
  });
});

test("many requests at once, on a phone", async ({ open, person, demo, press, mail, axe, allow, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  allow(/status of 422/);
  const suffix = javaScriptEnabled ? "mw" : "mp";
  const title = `Choir of many ${suffix}`;
  const organiser = await demo(ORGANISER);
  await open("/organise/events/new", { on: organiser });
  await plan(organiser, title, 1);
  await organiser.getByLabel("How places are given").selectOption({ label: "The organisers approve each" });
  await press(organiser, "Save the draft");
  await press(organiser, "Publish");
  await expect(organiser.getByText("The event is published.")).toBeVisible();
  const manage = new URL(organiser.url()).pathname;
  const page = (await organiser.getByRole("link", { name: "See the page" }).getAttribute("href"))!;
  for (const name of ["Dagny", "Edda", "Frode", "Gerd"]) {
    const who = await person();
    await open(page, { on: who });
    await newcomer(who, name, suffix);
    await press(who, "Ask for a seat");
    await expect(who.getByText("You asked for a seat.")).toBeVisible();
  }
  const tick = (name: string) => organiser.getByRole("checkbox", { name: new RegExp(`^${name}`) });

  await test.step("nobody ticked, and a no without its reason", async () => {
    await open(`${manage}/places`, { on: organiser });
    await expect(organiser.getByRole("heading", { name: "Several at once" })).toBeVisible();
    await axe(organiser);
    await organiser.getByRole("radio", { name: "No", exact: true }).check();
    await press(organiser, "Decide for all of them");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await tick("Frode").check();
    await tick("Gerd").check();
    await press(organiser, "Decide for all of them");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await expect(tick("Gerd")).toBeChecked();
    await expect(organiser.getByRole("button", { name: "Say yes to" })).toHaveCount(4);
  });

  await test.step("no to two, with one reason", async () => {
    await organiser.getByLabel("If no: why").fill("We need low voices.");
    await press(organiser, "Decide for all of them");
    await expect(organiser.getByText("Done for everybody concerned.")).toBeVisible();
    await expect(organiser.getByRole("button", { name: "Say yes to" })).toHaveCount(2);
  });

  await test.step("yes to all who are left: seats in the order they asked", async () => {
    await tick("Edda").check();
    await tick("Dagny").check();
    await organiser.getByRole("radio", { name: /^Yes/ }).check();
    await press(organiser, "Decide for all of them");
    await expect(organiser.getByText("No requests")).toBeVisible();
    await axe(organiser);
  });

  for (const name of ["frode", "gerd"]) {
    const no = await mail(`${name}-${suffix}@example.org`, "Not this time");
    expect(no.text).toContain("We need low voices.");
  }
  await mail(`dagny-${suffix}@example.org`, "Your seat");
  await mail(`edda-${suffix}@example.org`, "You are in line");
});
