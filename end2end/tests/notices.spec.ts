// Letters and calendars: what an organiser writes, what a fan gets, and how they get less of it.
import { read } from "./calendars";
import { expect, test, wall } from "./people";

const ORGANISER = "organiser@popcorn.example";

test("an announcement, from the desk to the inbox and out of it", async ({ open, demo, press, person, mail, allow, axe, site, javaScriptEnabled }) => {
  test.setTimeout(240_000);
  allow(/status of 422/);
  const name = javaScriptEnabled ? "wasm" : "plain";
  const [title, subject, email] = [`Lantern walk ${name}`, `Coats ${name}`, `walker-${name}@example.org`];
  const organiser = await demo(ORGANISER);
  const fan = await person();

  await test.step("an event with somebody in it", async () => {
    await open("/organise/events/new", { on: organiser });
    await organiser.getByLabel("Title").fill(title);
    await organiser.getByLabel("In one sentence").fill("Through the old town by lantern light.");
    await organiser.getByLabel("The story").fill("We walk slowly.");
    await organiser.getByLabel("Place", { exact: true }).fill("North Gate");
    await organiser.getByLabel("Address and how to find it").fill("1 Wall Street");
    await organiser.getByLabel("Time zone of the place").selectOption("Europe/London");
    await organiser.getByLabel("Starts", { exact: true }).fill(wall(9, "19:00"));
    await organiser.getByLabel("Ends", { exact: true }).fill(wall(9, "21:00"));
    await organiser.getByLabel("Seats").fill("5");
    await organiser.getByLabel("Honor for coming").fill("5");
    await press(organiser, "Save the draft");
    await press(organiser, "Publish");
    const page = await organiser.getByRole("link", { name: "See the page" }).or(organiser.locator("main a[href^='/e/']")).first().getAttribute("href");
    await open(page!, { on: fan });
    const form = fan.locator("#join");
    await form.getByLabel("Email").fill(email);
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill("Lan Walker");
    await press(fan, "Save my seat");
    await expect(fan.getByText("Your seat is saved.")).toBeVisible();
  });

  await test.step("reminders are seen, and nobody chosen is told at the field", async () => {
    await organiser.getByRole("link", { name: "Letters", exact: true }).click();
    await expect(organiser.getByRole("heading", { name: "Reminders" })).toBeVisible();
    await expect(organiser.getByText("The day before, at 18:00")).toBeVisible();
    await axe(organiser);
    await organiser.getByText("Add a reminder").click();
    await organiser.getByLabel("How long before the start").fill("99");
    await organiser.getByLabel("Counted in").selectOption("hours");
    await press(organiser, "Add it");
    await expect(organiser.getByText("The most is 48.")).toBeVisible();
    await expect(organiser.getByLabel("Counted in")).toHaveValue("hours");
    await organiser.getByLabel("How long before the start").fill("3");
    await press(organiser, "Add it");
    await expect(organiser.getByText("3 hours before")).toBeVisible();
    await organiser.getByRole("listitem").filter({ hasText: "2 hours before" }).getByRole("button", { name: "Remove" }).click();
    await expect(organiser.getByText("2 hours before")).toHaveCount(0);
    await organiser.getByLabel("Subject").fill(subject);
    await organiser.getByLabel("Your words").fill("It rains.\n\nWe start in the hall.");
    await press(organiser, "Look at it first");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await expect(organiser.getByLabel("Subject")).toHaveValue(subject);
  });

  await test.step("it is looked at, then sent", async () => {
    await organiser.getByLabel("Everybody with a seat (1)").check();
    await press(organiser, "Look at it first");
    await expect(organiser.getByText("It goes to 1 person.")).toBeVisible();
    await expect(organiser.getByText("We start in the hall.").first()).toBeVisible();
    await axe(organiser);
    await press(organiser, "Send it now");
    await expect(organiser.getByText("The letter is on its way.")).toBeVisible();
    await expect(organiser.getByRole("button", { name: "Send it now" })).toHaveCount(0);
  });

  const letter = await mail(email, subject);
  expect(letter.text).toContain("We start in the hall.");

  await test.step("it stands in the inbox, and is read", async () => {
    await open("/my/inbox", { on: fan });
    await expect(fan.locator("summary", { hasText: subject })).toBeVisible();
    await expect(fan.locator("summary", { hasText: `Your seat: ${title}` })).toBeVisible();
    await expect(fan.locator("header.mast a[href='/my/inbox']").first()).toHaveText("Inbox (2)");
    await axe(fan);
    await press(fan, "Mark all as read");
    await expect(fan.getByText("You have read everything.")).toBeVisible();
    await expect(fan.locator("header.mast a[href='/my/inbox']").first()).toHaveText("Inbox");
  });

  await test.step("one click ends announcements", async () => {
    const way = letter.links.find((link) => link.includes("/unsubscribe/"))!;
    const token = new URL(way).pathname;
    const stranger = await person();
    await open(token, { on: stranger });
    await axe(stranger);
    await press(stranger, "Stop these mails");
    await expect(stranger.getByText("Announcements are no longer mailed")).toBeVisible();
    await open("/my/settings/mail", { on: fan });
    const tick = fan.getByLabel("Organisers’ announcements by mail");
    await expect(tick).not.toBeChecked();
    await tick.check();
    await press(fan, "Save");
    await expect(fan.getByText("Saved.")).toBeVisible();
    await expect(fan.getByLabel("Organisers’ announcements by mail")).toBeChecked();
    // The mail program's own button: no cookie, no page (RFC 8058).
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    expect((await fetch(site.url + token, { method: "POST", body })).status).toBe(200);
    await open("/my/settings/mail", { on: fan });
    await expect(fan.getByLabel("Organisers’ announcements by mail")).not.toBeChecked();
  });

  await test.step("quiet hours are chosen, and a wrong time is told", async () => {
    await fan.getByLabel("From").fill("25:00");
    await fan.getByLabel("Until").fill("07:30");
    await press(fan, "Save");
    await expect(fan.getByLabel("From")).toHaveAttribute("aria-invalid", "true");
    await fan.getByLabel("From").fill("23:00");
    await press(fan, "Save");
    await expect(fan.getByText("Saved.")).toBeVisible();
    await expect(fan.getByLabel("Until")).toHaveValue("07:30");
    await axe(fan);
  });

  await test.step("the fan's own calendar: made, followed, replaced", async () => {
    await press(fan, "Make my calendar address");
    const address = await fan.getByLabel("Address of your calendar").inputValue();
    const answer = await fetch(address);
    expect(answer.headers.get("cache-control")).toBe("private, no-cache");
    const entry = read(await answer.text()).entries.find((one) => one.summary === title)!;
    expect(entry.status).toBe("CONFIRMED");
    const again = await fetch(address, { headers: { "if-none-match": answer.headers.get("etag")! } });
    expect(again.status).toBe(304);
    await axe(fan);
    await press(fan, "Make a new address");
    await expect(fan.getByLabel("Address of your calendar")).not.toHaveValue(address);
    expect((await fetch(address)).status).toBe(404);
    await press(fan, "Switch it off");
    await expect(fan.getByRole("button", { name: "Make my calendar address" })).toBeVisible();
  });
});

test("calendars and news can be followed", async ({ open, page, site }) => {
  await open("/");
  const all = await page.locator("link[rel=alternate][type='text/calendar']").getAttribute("href");
  expect(all).toBe("/events.ics");
  await expect(page.getByRole("link", { name: "Follow in my calendar" })).toHaveAttribute("href", `${site.url.replace(/^http/, "webcal")}/events.ics`);
  const answer = await fetch(site.url + all);
  expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  const calendar = read(await answer.text());
  expect(calendar.method).toBe("PUBLISH");
  expect(calendar.entries.length).toBeGreaterThan(5);
  expect((await fetch(site.url + all, { headers: { "if-none-match": answer.headers.get("etag")! } })).status).toBe(304);

  const slug = (await page.locator("main a[href^='/e/']").first().getAttribute("href"))!;
  const event = await (await fetch(`${site.url}${slug}.json`)).json();
  const [entry] = read(await (await fetch(`${site.url}${slug}.ics`)).text()).entries;
  expect(entry.summary).toBe(event.title);
  expect(entry.starts).toEqual(new Date(event.starts));
  expect(entry.ends).toEqual(new Date(event.ends));
  expect(calendar.entries.map((one) => one.uid)).toContain(entry.uid);

  const chapter = new URL(event.chapter.url).pathname;
  await open(chapter);
  const news = await page.locator("link[rel=alternate][type='application/rss+xml']").getAttribute("href");
  const rss = await (await fetch(site.url + news)).text();
  expect(rss).toContain("<rss version=\"2.0\"");
  const ofChapter = read(await (await fetch(`${site.url}${chapter}.ics`)).text());
  expect(ofChapter.entries.map((one) => one.uid)).toContain(entry.uid);
  for (const missing of ["/c/nowhere.ics", "/c/nowhere.rss", "/e/nowhere.json", "/my/nowhere.ics"]) {
    expect((await fetch(site.url + missing)).status, missing).toBe(404);
  }
});
