// The waiting list: a place in line, an offer by mail, taken, let go, and run out; and the log that everybody can read.
import type { Page } from "@playwright/test";
import { expect, test, wall } from "./people";

const ORGANISER = "organiser@popcorn.example";

test("a freed seat is offered in turn", async ({ open, person, demo, press, mail, axe, allow, site, javaScriptEnabled }) => {
  test.setTimeout(420_000);
  const suffix = javaScriptEnabled ? "w" : "p";
  const title = `One chair ${suffix}`;
  const organiser = await demo(ORGANISER);

  await test.step("how long an offer stands, says the organiser", async () => {
    await open("/organise/events/new", { on: organiser });
    await organiser.getByLabel("Title").fill(title);
    await organiser.getByLabel("In one sentence").fill("One chair, many who want it.");
    await organiser.getByLabel("Place", { exact: true }).fill("Old Tram Depot");
    await organiser.getByLabel("Address and how to find it").fill("88 Peony Lane");
    await organiser.getByLabel("Starts", { exact: true }).fill(wall(20, "20:00"));
    await organiser.getByLabel("Ends", { exact: true }).fill(wall(20, "22:00"));
    await organiser.getByLabel("Seats").fill("1");
    await organiser.getByLabel("How long a freed seat waits for its answer, in minutes").fill("0");
    allow(/status of 422/);
    await press(organiser, "Save the draft");
    await expect(organiser.getByText("This is too small. The least is 1.")).toBeVisible();
    await organiser.getByLabel("How long a freed seat waits for its answer, in minutes").fill("60");
    await press(organiser, "Save the draft");
    await press(organiser, "Publish");
    await expect(organiser.getByText("The event is published.")).toBeVisible();
  });
  const manage = new URL(organiser.url()).pathname;
  const page = (await organiser.getByRole("link", { name: "See the page" }).getAttribute("href"))!;

  const join = async (name: string, button: string): Promise<Page> => {
    const who = await person();
    await open(page, { on: who });
    const form = who.locator("#join");
    await form.getByLabel("Email").fill(address(name));
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill(name);
    await press(who, button);
    return who;
  };
  // Nobody another journey knows: which of them share a site is chance.
  const address = (name: string) => `${name.toLowerCase()}-chair-${suffix}@example.org`;
  const giveUp = async (who: Page) => {
    await who.getByRole("button", { name: "Give up my seat" }).click();
    await press(who, "Give it up");
  };

  const first = await join("Anna", "Save my seat");
  const second = await join("Bo", "Join the line");
  const third = await join("Chen", "Join the line");
  const fourth = await join("Dara", "Join the line");

  await test.step("the place in line is shown, and why it is not their turn", async () => {
    await expect(third.getByText("Waiting, position 2")).toBeVisible();
    await axe(third);
    await third.getByRole("link", { name: "Why am I not offered a seat?" }).click();
    await expect(third.getByText("You are number 2 in line.")).toBeVisible();
    await expect(third.getByText("In this log you are number 3.")).toBeVisible();
    await expect(third.getByText("Number 1 signed up and has a seat")).toBeVisible();
    await expect(third.locator("main")).not.toContainText("Anna");
    await axe(third);
    await open("/my/tickets", { on: third });
  });

  await test.step("a seat comes free: the first in line is asked by mail", async () => {
    await giveUp(first);
    const letter = await mail(address("Bo"), "A seat for you");
    expect(letter.links.some((l) => l.includes("/offer/"))).toBe(true);
    await open("/my/tickets", { on: second });
    await expect(second.getByText("A seat is held for you until")).toBeVisible();
    await axe(second);
    await open(manage, { on: organiser });
    await expect(organiser.getByText("Offered until")).toBeVisible();
    await axe(organiser);
  });

  await test.step("the place in line moves", async () => {
    // With the application by itself, else by loading the page again.
    if (!javaScriptEnabled) await open("/my/tickets", { on: third });
    await expect(third.getByText("Waiting, position 1")).toBeVisible({ timeout: 30_000 });
  });

  await test.step("taken", async () => {
    await press(second, "Take the seat");
    await expect(second.getByText("The seat is yours.")).toBeVisible();
    await expect(second.locator(".qr svg")).toBeVisible();
  });

  await test.step("given up, it is offered to the next at once", async () => {
    await giveUp(second);
    await mail(address("Chen"), "A seat for you");
    await open("/my/tickets", { on: third });
    await expect(third.getByText("Your turn")).toBeVisible();
  });

  await test.step("from now on an offer stands for a minute, so says the organiser", async () => {
    await open(`${manage}/edit`, { on: organiser });
    await organiser.getByLabel("How long a freed seat waits for its answer, in minutes").fill("1");
    await press(organiser, "Save the changes");
    await expect(organiser.getByText("Saved.")).toBeVisible();
  });

  await test.step("let go from the letter, in a browser where nobody is signed in, it is offered to the one after", async () => {
    const letter = await mail(address("Chen"), "A seat for you");
    const anybody = await person();
    await open(letter.links.find((l) => l.includes("/offer/"))!.slice(site.url.length), { on: anybody });
    await expect(anybody.getByText("A seat is held for you until")).toBeVisible();
    await axe(anybody);
    await press(anybody, "Let it go");
    await expect(anybody.getByText("You passed the seat on. Thank you.")).toBeVisible();
  });

  await test.step("not answered in time, it is gone, and the seat is free for others", async () => {
    await mail(address("Dara"), "A seat for you");
    await expect(async () => {
      await open(`${page}/queue`, { on: first });
      await expect(first.getByText("Number 4 did not answer in time")).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 90_000, intervals: [5_000] });
    await mail(address("Dara"), "The seat went on to the next");
    await axe(first);
    await open(page, { on: fourth });
    await press(fourth, "Save my seat");
    await expect(fourth.getByText("Your seat is saved.")).toBeVisible();
  });

  await test.step("an organiser’s place stands in the log", async () => {
    await open(manage, { on: organiser });
    const card = organiser.locator("section", { has: organiser.getByRole("heading", { name: "By hand" }) });
    const form = card.locator("form").first();
    await form.getByLabel("Name in their address").fill("nobody-goes-by-this");
    await press(organiser, "Give a seat");
    await expect(organiser.getByText("Nobody here goes by this name").first()).toBeVisible();
    await expect(organiser.getByText("This is needed. Fill it in.").first()).toBeVisible();
    await form.getByLabel("Name in their address").fill("wenshuyan");
    await form.getByLabel("Why").fill("She sings");
    await press(organiser, "Give a seat");
    await expect(organiser.getByText("The person is added.")).toBeVisible();
    await open(`${page}/queue`, { on: first });
    await expect(first.getByText("Number 6 was given a seat by an organiser, out of turn")).toBeVisible();
    const log = await (await fetch(`${site.url}${page}/queue.json`)).json();
    expect(log.entries.at(-1)).toMatchObject({ step: "placed", number: 6, value: null });
    expect(JSON.stringify(log)).not.toContain("She sings");
  });
});
