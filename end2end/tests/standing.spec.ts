// Tiers, leaderboards, and a page of one's own: what the rules say, who decides, who is on a board, and what a stranger sees.
import { expect, test } from "./people";

const ADMIN = "admin@popcorn.example";
const ORGANISER = "organiser@popcorn.example";
const FAN = "fan@popcorn.example";

test("what each tier may do, for everybody", async ({ open, page, axe }) => {
  await open("/tiers");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tiers");
  await expect(page.getByText("You were at 3 events within 6 months.")).toBeVisible();
  await expect(page.getByRole("row", { name: /Sign up before the others/ })).toContainText("Yes");
  await expect(page.getByRole("link", { name: "Wen Shuyan" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Where you stand" })).toHaveCount(0);
  await axe();
});

test("a board, down and back to the top, and nobody who did not choose it", async ({ open, page, demo, press, axe, allow }) => {
  test.setTimeout(120_000);
  allow(/status of 422/);
  const json = async (query = "") => (await page.request.get(`/leaderboard.json${query}`)).json();
  await open("/leaderboard?season=lifetime");
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText("All time");
  const first = page.locator("table.ledger tbody tr").first();
  await expect(first.locator("td").first()).toHaveText("1");
  await axe();
  await page.getByRole("link", { name: "Further down" }).click();
  await expect(page).toHaveURL(/from=/);
  await page.getByRole("link", { name: "To the top" }).click();
  await expect(first.locator("td").first()).toHaveText("1");
  await page.getByRole("link", { name: "Leeds" }).click();
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText("All time, Leeds");

  const fan = await demo(FAN);
  await test.step("she finds her own place, and the people she was with", async () => {
    await open("/leaderboard?season=lifetime", { on: fan });
    await expect(fan.getByText(/^You are number \d+, with \d+ honor\.$/)).toBeVisible();
    await fan.getByRole("link", { name: "Show my place" }).click();
    await expect(fan.locator("tr[aria-current]")).toContainText("Wen Shuyan");
    await fan.locator("nav[aria-label='Where you were'] a").first().click();
    await expect(fan.getByText(/Only those who were there and the organisers see this/)).toBeVisible();
    await axe(fan);
  });

  await test.step("who takes the ring away is on no board, in no format", async () => {
    expect(JSON.stringify(await json("?season=lifetime"))).toContain("Wen Shuyan");
    await open("/my/page", { on: fan });
    await fan.getByLabel("A place on the leaderboards").uncheck();
    await press(fan, "Save");
    await expect(fan.locator(".flash.ok")).toBeVisible();
    await expect(fan.getByLabel("A place on the leaderboards")).not.toBeChecked();
    for (let next: string | null = "?season=lifetime"; next; ) {
      const board: { rows: unknown; next: string | null } = await json(next);
      expect(JSON.stringify(board.rows)).not.toContain("Wen Shuyan");
      next = board.next && new URL(board.next).search;
    }
    await open("/leaderboard?season=lifetime", { on: fan });
    await expect(fan.getByText("You are on no board")).toBeVisible();
    await expect(fan.getByText(/^You are number/)).toHaveCount(0);
    await open("/my/page", { on: fan });
    await fan.getByLabel("A place on the leaderboards").check();
    await press(fan, "Save");
    await open("/leaderboard?season=lifetime", { on: fan });
    await expect(fan.getByText(/^You are number/)).toBeVisible();
  });
});

test("her own page: part by part, as a stranger sees it, badges in her order", async ({ open, page, demo, press, axe }) => {
  test.setTimeout(120_000);
  const fan = await demo(FAN);
  await open("/my/page", { on: fan });
  await axe(fan);
  const names = () => fan.locator("ol li form b").allTextContents();
  const before = await names();
  await press(fan, `Move ${before[1]} up`);
  await expect(fan.locator(".flash.ok")).toBeVisible();
  await expect.poll(async () => (await names()).slice(0, 2)).toEqual([before[1], before[0]]);

  await fan.getByLabel("Events where I was").uncheck();
  await fan.getByLabel("Every point of honor").uncheck();
  await press(fan, "Save");
  await fan.getByRole("link", { name: "See it as a stranger" }).click();
  await expect(fan.getByText("This is what a stranger sees once your page is public.")).toBeVisible();
  await expect(fan.getByRole("heading", { name: "Honor statement" })).toHaveCount(0);
  await expect(fan.locator(".wall .medal b").first()).toHaveText(before[1]);
  await axe(fan);
  await open("/u/wenshuyan");
  await expect(page.getByRole("heading", { name: "Honor statement" })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Events", exact: true })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "How it came" })).toBeVisible();
  await axe();
  await open("/u/wenshuyan", { on: fan });
  await expect(fan.getByRole("heading", { name: "Honor statement" })).toBeVisible();
  await expect(fan.getByText("Only you see this")).toHaveCount(2);
});

test("her statement, narrowed down and taken along", async ({ open, demo, axe }) => {
  const fan = await demo(FAN);
  await open("/my/honor", { on: fan });
  await axe(fan);
  await fan.locator("nav[aria-label='What for']").getByRole("link", { name: "Correction" }).click();
  await expect(fan).toHaveURL(/cause=corrected/);
  // Other journeys may have something put right meanwhile.
  const lines = fan.locator("table.ledger tbody tr");
  await expect(lines.filter({ hasNotText: "Correction" })).toHaveCount(0);
  await expect(lines.first()).toBeVisible();
  const shown = await lines.count();
  const csv = await fan.request.get((await fan.getByRole("link", { name: "Download as CSV" }).getAttribute("href"))!);
  expect(csv.headers()["content-type"]).toContain("text/csv");
  expect((await csv.text()).trim().split("\r\n").length).toBeGreaterThan(shown);
  const json = await fan.request.get((await fan.getByRole("link", { name: "Download as JSON" }).getAttribute("href"))!);
  expect((await json.json()).lines.length).toBeGreaterThanOrEqual(shown);
});

test("a seat is proposed, decided with a reason, given back, and asked for", async ({ open, demo, press, axe, allow }) => {
  test.setTimeout(180_000);
  allow(/status of (422|409)/);
  const [admin, organiser] = [await demo(ADMIN), await demo(ORGANISER)];
  // One of the demo's Regulars asked for a seat; which one, its calendar says.
  await open("/organise/tiers", { on: organiser });
  const asked = (await organiser.locator("main").textContent())!;
  const who = ["duarte", "zhuyuting"].find((handle) => !asked.includes(`@${handle}`))!;

  await test.step("a proposal without a name is told at its field, and its words stay", async () => {
    await open("/organise/tiers", { on: organiser });
    await axe(organiser);
    const form = organiser.locator("section", { has: organiser.locator("#propose") });
    await form.getByLabel("Why they").fill("Brings the good biscuits.");
    await press(organiser, "Propose");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await expect(form.getByLabel("Why they")).toHaveValue("Brings the good biscuits.");
    await form.getByLabel("Whom").fill(who);
    await press(organiser, "Propose");
    await expect(organiser.locator(".flash.ok")).toBeVisible();
  });

  await test.step("who proposed does not decide; another one does, with a reason", async () => {
    await open("/organise/tiers", { on: organiser });
    const own = organiser.locator("article", { hasText: "Brings the good biscuits." });
    await expect(own.getByText("Another organiser decides this one.")).toBeVisible();
    await open("/organise/tiers", { on: admin });
    const open_ = admin.locator("article", { hasText: "Brings the good biscuits." });
    await open_.getByRole("button", { name: "Give a seat" }).click();
    await expect(admin.locator("article", { hasText: "Brings the good biscuits." }).getByText("This is needed. Fill it in.")).toBeVisible();
    await open_.getByLabel("Why", { exact: true }).fill("For the biscuits.");
    await open_.getByRole("button", { name: "Give a seat" }).click();
    await expect(admin.getByText("They are told so.")).toBeVisible();
    await axe(admin);
  });

  await test.step("she gives hers back, and asks for it once more", async () => {
    const fan = await demo(FAN);
    await open("/tiers", { on: fan });
    await fan.getByRole("button", { name: "Give my seat back" }).click();
    await fan.locator("#give-back").getByRole("button", { name: "Give my seat back" }).click();
    await expect(fan.getByText("Your seat is free for somebody else.")).toBeVisible();
    await fan.getByLabel("Why you").fill("I mend the radios.");
    await press(fan, "Ask for a seat");
    await expect(fan.getByText(/The organisers decide and tell you why/)).toBeVisible();
    await axe(fan);
    await open("/organise/tiers", { on: organiser });
    await expect(organiser.locator("article", { hasText: "I mend the radios." }).getByRole("button", { name: "Give a seat" })).toBeVisible();
  });

  await test.step("the rules are changed by those who run the site alone", async () => {
    await expect(organiser.getByRole("heading", { name: "Rules" })).toHaveCount(0);
    await admin.getByLabel("Seats of the honor crew").fill("0");
    const crew = admin.locator("form", { has: admin.getByLabel("Seats of the honor crew") });
    await crew.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByText(/seats are taken, so there cannot be fewer/)).toBeVisible();
    await admin.getByLabel("Seats of the honor crew").fill("14");
    await crew.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByText("Saved.")).toBeVisible();
    await open("/tiers", { on: admin });
    await expect(admin.getByText(/There are 14 seats/)).toBeVisible();
  });
});

test("seasons are made by those who run the site", async ({ open, demo, press, axe, allow }) => {
  allow(/status of 422/);
  const admin = await demo(ADMIN);
  await open("/organise/seasons", { on: admin });
  await axe(admin);
  const form = admin.locator("section", { has: admin.locator("#new") });
  await form.getByLabel("Name").fill("Long ago");
  await form.getByLabel("First day").fill("2020-03-01");
  await form.getByLabel("Last day").fill("2020-02-01");
  await press(admin, "Make the season");
  await expect(form.locator(".err")).toBeVisible();
  await form.getByLabel("Last day").fill("2020-05-31");
  await press(admin, "Make the season");
  await expect(admin.locator(".flash.ok")).toBeVisible();
  await expect(admin.getByText("1 Mar 2020 to 31 May 2020")).toBeVisible();
  await open("/leaderboard", { on: admin });
  await admin.getByRole("link", { name: "Long ago" }).click();
  await expect(admin.getByText("Nobody yet")).toBeVisible();
  await open("/organise/seasons", { on: admin });
  await admin.getByText("Change Long ago").click();
  await press(admin, "Delete Long ago");
  await expect(admin.getByText("1 Mar 2020 to 31 May 2020")).toHaveCount(0);
});
