// Honor that can be doubted: thanks by hand, a limit in plain words, an objection with its answer, a rule tried before it holds.
import { readFileSync } from "node:fs";
import { expect, test } from "./people";

test("a line is explained, objected to, and answered", async ({ open, demo, press, axe, allow }) => {
  const organiser = await demo("organiser@popcorn.example");
  const fan = await demo("fan@popcorn.example");

  await open("/organise", { on: organiser });
  await organiser.getByRole("link", { name: "Honor", exact: true }).click();
  await expect(organiser.getByRole("heading", { level: 1 })).toHaveText("Honor");
  const thanks = organiser.locator("section", { has: organiser.getByRole("heading", { name: "Thank somebody" }) });
  // What is wrong is told at its field, and what was typed stays.
  allow(/status of 422/);
  await thanks.getByLabel("To whom").fill("nobody-at-all");
  // More than a day may bring: whatever the day brought before, some of it does not count.
  await thanks.getByLabel("How much honor").fill("45");
  await thanks.getByLabel("What for").fill("Swept up after the tea");
  await press(organiser, "Give thanks");
  await expect(thanks.getByText("Nobody here goes by this name")).toBeVisible();
  await expect(thanks.getByLabel("What for")).toHaveValue("Swept up after the tea");
  await thanks.getByLabel("To whom").fill("wenshuyan");
  await press(organiser, "Give thanks");
  // He thanked her for much in this season already: once more, and somebody else has to agree.
  await expect(organiser.getByText("A second organiser has to agree first.")).toBeVisible();
  await axe(organiser);
  const second = await demo("admin@popcorn.example");
  await open("/organise/honor", { on: second });
  const waiting = second.locator("li", { hasText: "Swept up after the tea" });
  await waiting.getByRole("button", { name: "Agree" }).click();
  await expect(waiting).toHaveCount(0);

  // The day’s limit is reached: the line is there, and says why not all of it counts.
  await open("/my/honor", { on: fan });
  const line = fan.locator(".ledger tr", { hasText: "Swept up after the tea" });
  await expect(line).toContainText("Daily limit reached");
  await line.getByRole("link", { name: /explain this line/ }).click();
  await expect(fan.getByRole("heading", { level: 1 })).toHaveText(/^Line \d+$/);
  await expect(fan.locator("main")).toContainText("Daily limit reached");
  await expect(fan.locator("main")).toContainText("at most 40 a day");
  await axe(fan);
  await fan.getByLabel("What is wrong with this line").fill("The tea was yesterday.");
  await press(fan, "Send it to the organisers");
  await expect(fan.getByText("It is with the organisers.")).toBeVisible();
  const address = new URL(fan.url()).pathname;

  await open("/organise/honor", { on: organiser });
  const objection = organiser.locator("li.card", { hasText: "The tea was yesterday." });
  await objection.getByLabel("The line stays; I explain it").check();
  await objection.getByLabel("In words").fill("The limit is the same for all of us.");
  await objection.getByRole("button", { name: "Answer" }).click();
  await expect(organiser.getByText("Answered.")).toBeVisible();
  await expect(objection).toHaveCount(0);
  await axe(organiser);

  await open(address, { on: fan });
  await expect(fan.locator("main")).toContainText("The limit is the same for all of us.");

  // A wrong line is taken back in the open, and the ledger says so.
  await open("/organise/honor/members/wenshuyan", { on: organiser });
  const wrong = organiser.locator("ol.stack > li", { hasText: "Swept up after the tea" });
  await wrong.getByText("Take it back", { exact: true }).first().click();
  await wrong.getByLabel("Why").fill("It was somebody else");
  await wrong.getByRole("button", { name: "Take it back" }).click();
  await expect(organiser.getByText("The correction is written as a new line.")).toBeVisible();
  await open("/my/honor", { on: fan });
  await expect(fan.locator(".ledger tr", { hasText: "It was somebody else" })).toContainText("−45");
  // And she is told, with the reason.
  await open("/my/inbox", { on: fan });
  await expect(fan.locator("main")).toContainText("Taken back: 45 honor");
  await expect(fan.locator("main")).toContainText("Why: It was somebody else");
});

test("a rule is tried on the past before it holds", async ({ open, demo, press, page, axe }) => {
  const admin = await demo("admin@popcorn.example");
  await open("/organise/honor/rules/attended", { on: admin });
  await admin.getByLabel("How much").fill("25");
  await admin.getByLabel("A day").fill("30");
  await press(admin, "Try it on the past");
  await expect(admin.locator("main")).toContainText(/It would give \d+ points to \d+ members/);
  await expect(admin.locator("main")).toContainText("The rule that holds:");
  await axe(admin);
  // Nothing holds yet.
  await open("/honor");
  await expect(page.locator("main")).toContainText("as the event says");
  await admin.getByLabel("Why it changes").fill("The same for every evening");
  await press(admin, "Let it take effect");
  await expect(admin.getByText("The rule holds from now on.")).toBeVisible();
  await expect(admin.locator("main")).toContainText("Version 2: +25, at most 30 a day");
  await expect(async () => {
    await open("/honor");
    await expect(page.locator("main")).toContainText("at most 30 a day");
  }).toPass();
});

test("what nobody can earn by yet is told to organisers only", async ({ open, demo, page, axe }) => {
  await open("/honor");
  await expect(page.locator("main")).toContainText("Bringing somebody along");
  for (const later of ["Nominating", "Voting", "cover", "photo"]) {
    await expect(page.locator("main dl")).not.toContainText(later);
  }
  const admin = await demo("admin@popcorn.example");
  await open("/organise/honor", { on: admin });
  const rules = admin.locator("section", { has: admin.getByRole("heading", { name: "Rules", exact: true }) });
  await expect(rules.getByText("points come once awards and cover calls are here")).toHaveCount(4);
  await expect(rules.getByRole("link", { name: "Change Voting in an award" })).toHaveCount(0);
  await open("/organise/honor/rules/voted", { on: admin });
  await expect(admin.locator("main")).toContainText("Earns nothing yet");
  await expect(admin.getByRole("button", { name: "Try it on the past" })).toHaveCount(0);
  await axe(admin);
});

test("anybody can take the checkpoint along", async ({ open, page, demo }) => {
  await open("/honor");
  await page.getByRole("link", { name: "The daily checkpoints" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Checkpoints of the ledger");
  await expect(page.getByRole("heading", { name: "Checkpoint 1" })).toBeVisible();
  const published = await (await page.request.get("/honor/checkpoint.json")).json();
  expect(published.checkpoint.root).toMatch(/^[0-9a-f]{64}$/);
  expect(published.leaves).toHaveLength(published.checkpoint.size);

  const fan = await demo("fan@popcorn.example");
  await open("/my/honor", { on: fan });
  const download = fan.waitForEvent("download");
  await fan.getByRole("link", { name: "My ledger as a file" }).click();
  const own = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  expect(own.chains).toHaveLength(1);
  expect(own.checkpoint.root).toBe(published.checkpoint.root);
});
