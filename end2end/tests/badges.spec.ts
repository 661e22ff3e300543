// Badges on a phone: an organiser makes one and gives it to one, to a list and back; its holder shows, hides and declines it; taken
// back, it says why.
import { expect, test } from "./people";

const ORGANISER = "organiser@popcorn.example";
const FAN = "fan@popcorn.example";

/** A disc, with what does not belong into a drawing. */
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160" onload="alert(1)"><script>alert(1)</script>
  <circle cx="80" cy="80" r="70" fill="#cf1f46"/><path d="M50 80h60" stroke="#fff6e6" stroke-width="12"/></svg>`;

test("a badge from the drawing board to the wall, and back", async ({ open, person, demo, press, allow, axe, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  allow(/status of (404|409|422)/);
  const suffix = javaScriptEnabled ? "w" : "p";
  const [slug, name] = [`valve-keeper-${suffix}`, `Valve keeper ${suffix}`];
  const [organiser, fan, stranger] = [await demo(ORGANISER), await demo(FAN), await person()];

  await test.step("an organiser makes it; what is missing is told at its field", async () => {
    await open("/organise", { on: organiser });
    await organiser.locator("main").getByRole("link", { name: "Badges", exact: true }).click();
    await organiser.getByRole("link", { name: "New badge" }).click();
    await organiser.getByLabel("End of its address").fill(slug);
    await organiser.getByLabel("Name in English").fill(name);
    await organiser.getByLabel("Story in English").fill("For keeping the valves warm.");
    await press(organiser, "Make the badge");
    await expect(organiser.getByText("This is needed. Fill it in.").first()).toBeVisible();
    await expect(organiser.getByLabel("Name in English")).toHaveValue(name);
    await organiser.getByLabel("Name in Chinese").fill("守灯人");
    await organiser.getByLabel("Story in Chinese").fill("灯一直亮着。");
    await organiser.getByLabel("How to earn it, in English").fill("Keep them warm");
    await organiser.getByLabel("How to earn it, in Chinese").fill("守一整夜");
    await organiser.getByLabel("Limited to").fill("3");
    await press(organiser, "Make the badge");
    await expect(organiser.getByRole("heading", { level: 1 })).toHaveText(`Badge: ${name}`);
    await axe(organiser);
  });

  await test.step("its drawing is taken as shapes; what is none is refused", async () => {
    const choose = (content: string) =>
      organiser.getByLabel("A drawing").setInputFiles({ name: "a.svg", mimeType: "image/svg+xml", buffer: Buffer.from(content) });
    await choose("<svg/>");
    await press(organiser, "Use this drawing");
    await expect(organiser.getByText("This is not a drawing we can take.")).toBeVisible();
    await choose(DRAWING);
    await press(organiser, "Use this drawing");
    const art = organiser.locator("main img[src^='/badges/art/']");
    await expect(art).toBeVisible();
    const src = (await art.getAttribute("src"))!;
    const file = await organiser.request.get(src);
    expect(await file.text()).not.toMatch(/script|onload|alert/);
    expect(file.headers()["content-security-policy"]).toContain("sandbox");
    expect((await organiser.request.get(src.replace(".svg", ".png"))).headers()["content-type"]).toBe("image/png");
  });

  let grant = "";
  await test.step("one member, found by name", async () => {
    await open(`/organise/badges/grant?badge=${slug}`, { on: organiser });
    await organiser.getByLabel("Find somebody").fill("shuyan");
    await press(organiser, "Find");
    await organiser.getByLabel(/Wen Shuyan/).check();
    await axe(organiser);
    await organiser.getByLabel("What for").fill("for keeping the valves warm");
    await organiser.getByLabel("A personal note").fill("They glowed.");
    await press(organiser, "Grant the badge");
    await expect(organiser.getByText("The badge is granted.")).toBeVisible();
    grant = new URL(organiser.url()).pathname;
    await open(grant, { on: stranger });
    await expect(stranger.locator("main")).toContainText("1 of 3");
    await expect(stranger.getByText(/keeps the record that Wen Shuyan holds this badge/)).toBeVisible();
    await expect(stranger.getByText("They glowed.")).toHaveCount(0);
    await axe(stranger);
  });

  await test.step("its holder hides it from everybody, and shows it again", async () => {
    await open("/my/honor", { on: fan });
    await fan.getByRole("link", { name: "Your badges" }).click();
    const row = fan.locator("main li", { has: fan.getByRole("heading", { name, exact: true }) });
    await expect(row).toContainText("They glowed.");
    await axe(fan);
    const say = async (word: string, state: string) => {
      await row.getByRole("button", { name: word }).click();
      await expect(row.locator(".tag")).toContainText(state);
    };
    await say("Hide it", "Hidden");
    await open(grant, { on: stranger, status: 404 });
    await say("Decline it", "Declined");
    await open(grant, { on: stranger, status: 404 });
    await say("Show it", "Shown");
    await open(grant, { on: stranger });
  });

  await test.step("a list with a bad row gives nobody anything; put right, all of it; undone, all of it", async () => {
    const look = async (list: string) => {
      await open(`/organise/badges/${slug}/batch`, { on: organiser });
      const form = organiser.locator("section", { has: organiser.getByRole("heading", { name: "A list" }) });
      await form.getByLabel("Handles or addresses").fill(list);
      await form.getByLabel("What for").fill("for carrying them");
      await form.getByRole("button", { name: "See who is meant" }).click();
      await expect(organiser.getByText(/would be granted/)).toBeVisible();
    };
    const others = await names(organiser, open);
    await look(`${others[0]}\n@nobody-at-all\nwenshuyan`);
    await expect(organiser.getByText("1 row is wrong.")).toBeVisible();
    await expect(organiser.locator("tr", { hasText: "nobody-at-all" })).toContainText("Nobody here goes by this name");
    await expect(organiser.getByRole("button", { name: /^Grant/ })).toHaveCount(0);
    await axe(organiser);
    await look(others.slice(0, 3).join(", "));
    await expect(organiser.getByText("Only 2 numbers are left.")).toBeVisible();
    await look(others.slice(0, 2).join(", "));
    await press(organiser, "Grant 2 badges");
    await expect(organiser.getByText("The badges are granted, and each of them is told.")).toBeVisible();
    await open(`/badges/${slug}`, { on: stranger });
    await expect(stranger.getByText("Limited to 3: 3 given so far.")).toBeVisible();
    await press(organiser, "Undo the whole batch");
    await expect(organiser.getByText("The batch is undone.")).toBeVisible();
    await axe(organiser);
    await open(`/badges/${slug}`, { on: stranger });
    await expect(stranger.getByText("Limited to 3: 1 given so far.")).toBeVisible();
  });

  await test.step("taken back, it says why; given back, it says that too", async () => {
    await open(grant, { on: organiser });
    await organiser.getByRole("link", { name: "Take it back or restore it" }).click();
    await organiser.getByLabel("Why, for everybody to read").fill("It was her sister");
    await press(organiser, "Take it back");
    await expect(organiser.getByText("The badge is taken back.")).toBeVisible();
    await axe(organiser);
    await open(grant, { on: stranger });
    await expect(stranger.getByText("This badge was taken back.")).toBeVisible();
    await expect(stranger.getByText("Taken back: It was her sister")).toBeVisible();
    await axe(stranger);
    await organiser.getByLabel("Why, for everybody to read").fill("Both of them did");
    await press(organiser, "Give it back");
    await open(grant, { on: stranger });
    await expect(stranger.getByText("Given back: Both of them did")).toBeVisible();
  });

  await test.step("what was granted stays; a change makes the next version", async () => {
    await open(`/organise/badges/${slug}`, { on: organiser });
    await organiser.getByLabel("Name in English").fill(`${name} II`);
    await press(organiser, "Save as version 2");
    await open(grant, { on: stranger });
    await expect(stranger.getByRole("heading", { level: 1 })).toHaveText(name);
    await open(`/badges/${slug}`, { on: stranger });
    await expect(stranger.getByRole("heading", { level: 1 })).toHaveText(`${name} II`);
    await open(`/organise/badges/${slug}`, { on: organiser });
    await press(organiser, "Retire it");
    await expect(organiser.getByText("This badge is not given any more.").first()).toBeVisible();
  });
});

test("a secret is told to nobody who has not earned it", async ({ open, page }) => {
  await open("/badges");
  await expect(page.getByText("Encore", { exact: true })).toHaveCount(0);
  await open("/badges/encore", { status: 404 });
});

/** Handles of some whose pages are public, from the front page on. */
async function names(on: import("@playwright/test").Page, open: (path: string, options: { on: typeof on }) => Promise<unknown>) {
  await open("/badges/first-meetup", { on });
  const links = await on.locator("main a[href^='/u/']").evaluateAll((all) => all.map((a) => a.getAttribute("href")!.split("/").at(-1)!));
  return [...new Set(links)].filter((handle) => handle !== "wenshuyan").slice(0, 3);
}
