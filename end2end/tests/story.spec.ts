// The whole story: a meetup is published, a fan signs up on a phone, is let in at the door, and has something to show.
import type { Page } from "@playwright/test";
import { expect, test, wall } from "./people";

const ORGANISER = "organiser@popcorn.example";

async function plan(page: Page, title: string) {
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("In one sentence").fill("Bring a set that is silent, take home one that sings.");
  await page.getByLabel("The story").fill("We **mend** together.\n\n- solder\n- patience");
  await page.getByLabel("Place", { exact: true }).fill("Old Tram Depot");
  await page.getByLabel("Address and how to find it").fill("88 Peony Lane, lift at the east door");
  await page.getByLabel("Time zone of the place").selectOption("Asia/Shanghai");
  await page.getByLabel("Starts", { exact: true }).fill(wall(20, "14:00"));
  await page.getByLabel("Ends", { exact: true }).fill(wall(20, "17:30"));
  await page.getByLabel("Honor for coming").fill("25");
}

test("from a draft to a page worth sharing", async ({ open, person, demo, press, allow, axe, mail, site, javaScriptEnabled }) => {
  test.setTimeout(240_000);
  allow(/status of 422/);
  const title = `Silent radios ${javaScriptEnabled ? "wasm" : "plain"}`;
  const organiser = await demo(ORGANISER);

  await test.step("a wrong form is told at the field, and nothing typed is lost", async () => {
    await open("/organise/events/new", { on: organiser });
    await axe(organiser);
    await plan(organiser, title);
    await organiser.getByLabel("Seats").fill("0");
    await press(organiser, "Save the draft");
    await expect(organiser.getByText("This is too small. The least is 1.")).toBeVisible();
    await expect(organiser.getByLabel("Title")).toHaveValue(title);
    await expect(organiser.getByLabel("Starts", { exact: true })).toHaveValue(wall(20, "14:00"));
  });

  await test.step("the draft is saved with a question", async () => {
    await organiser.getByLabel("Seats").fill("2");
    const question = organiser.locator("details.qa").first();
    if (!(await question.getAttribute("open").then((o) => o !== null))) await question.locator("summary").click();
    await question.getByLabel("The question").fill("What do you bring?");
    await question.getByLabel("Must be answered").check();
    await question.getByLabel("The staff at the door see the answer too").check();
    await press(organiser, "Save the draft");
    await expect(organiser.getByText("The draft is saved. Nobody else sees it yet.")).toBeVisible();
    await axe(organiser);
  });

  const console_ = new URL(organiser.url()).pathname;
  const id = console_.split("/").at(-1);
  const page = await organiser.getByRole("link", { name: "Preview" }).getAttribute("href");
  const fan = await person();

  await test.step("drafts are invisible", async () => {
    await open(page!, { on: fan, status: 404 });
  });

  await test.step("published, it is there for everybody", async () => {
    await press(organiser, "Publish");
    await expect(organiser.getByText("The event is published.")).toBeVisible();
    await open(page!, { on: fan });
    await expect(fan.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(fan.getByText("You earn 25 honor")).toBeVisible();
    await expect(fan.locator("main strong")).toHaveText("mend");
    await axe(fan);
  });

  const email = `fan-${javaScriptEnabled ? "w" : "p"}@example.org`;

  await test.step("a fan signs up, and an answer that is missing loses nothing", async () => {
    const form = fan.locator("#join");
    await form.getByLabel("Email").fill(email);
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill("Zhu Yuting");
    await form.getByLabel("Show my name under “Who is coming”").check();
    await press(fan, "Save my seat");
    await expect(fan.getByText("This is needed. Fill it in.")).toBeVisible();
    await expect(form.getByLabel("Email")).toHaveValue(email);
    await expect(form.getByLabel("Your name, if you are new here")).toHaveValue("Zhu Yuting");
    await expect(form.getByLabel("Show my name under “Who is coming”")).toBeChecked();
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("What do you bring?").fill("A 1962 set");
    await press(fan, "Save my seat");
    await expect(fan.getByText("Your seat is saved.")).toBeVisible();
    await expect(fan.locator(".qr svg")).toBeVisible();
    await axe(fan);
  });

  const code = (await fan.locator(".code.big").textContent())!.trim();
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  expect((await mail(email, title)).text).toContain(code);

  await test.step("who is in is shown by name only if they said so", async () => {
    await open(page!, { on: organiser });
    await expect(organiser.getByText("Zhu Yuting chose to be listed.")).toBeVisible();
  });

  await test.step("the door: unknown, come in, already in", async () => {
    await open(`/door/${id}`, { on: organiser });
    await axe(organiser);
    const enter = async (typed: string, words: string) => {
      await organiser.getByLabel("Type the code").fill(typed);
      await press(organiser, "Check in");
      await expect(organiser.getByRole("heading", { name: words })).toBeVisible();
    };
    const next = async () => {
      await organiser.getByRole("link", { name: "Next" }).click();
      await expect(organiser.locator(".result")).toHaveCount(0);
      if (javaScriptEnabled) await expect(organiser.getByLabel("Type the code"), "ready for the next code").toBeFocused();
    };
    await expect(organiser.getByText("This event is not today but on")).toBeVisible();
    await enter("0000-0000", "Unknown code");
    await axe(organiser);
    await next();
    await enter("yuting", "Who is it?");
    await axe(organiser);
    await next();
    await enter("Zhu Yuting", "Who is it?");
    await organiser.locator(".result").getByRole("button", { name: "Zhu Yuting" }).click();
    await expect(organiser.getByRole("heading", { name: "Come in" })).toBeVisible();
    await expect(organiser.locator(".result")).toContainText("Zhu Yuting");
    await expect(organiser.locator(".result")).toContainText("+25 honor");
    await expect(organiser.locator(".result")).toContainText("Badge earned: First meetup");
    await expect(organiser.locator(".result")).toContainText("A 1962 set");
    await axe(organiser);
    await next();
    await enter(code, "Already in");
    await axe(organiser);
    await next();
    for (const path of [`/door/${id}/list`, `/door/${id}`, `/door/${id}`]) await open(path, { on: organiser });
    await expect(organiser.locator(".result"), "an answer is told once").toHaveCount(0);
  });

  await test.step("honor and badge are there, with the reason", async () => {
    await open("/my/honor", { on: fan });
    await expect(fan.locator(".ring")).toContainText("25");
    await expect(fan.locator("table.ledger")).toContainText(title);
    await axe(fan);
  });

  const profile = await (async () => {
    await open("/my/settings", { on: fan });
    await axe(fan);
    return (await fan.getByRole("link", { name: "See my page" }).getAttribute("href"))!;
  })();
  const stranger = await person();

  await test.step("private until its owner says otherwise", async () => {
    await open(profile, { on: stranger, status: 404 });
    const sent = await mail(email, /confirm|code/i);
    await open("/confirm", { on: fan });
    await fan.getByLabel("Code").fill(sent.text.match(/\b\d{6}\b/)![0]);
    await press(fan, "Confirm");
    await expect(fan.getByText("Your address is confirmed.")).toBeVisible();
    await open("/my/settings", { on: fan });
    await press(fan, "Make my page public");
    await expect(fan.getByText("Your page is public.")).toBeVisible();
    await open(profile, { on: stranger });
    await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Zhu Yuting");
    await axe(stranger);
  });

  await test.step("a badge by hand, with a reason and a note", async () => {
    await open(`/organise/badges/grant?handle=${profile.split("/").at(-1)}`, { on: organiser });
    await organiser.getByLabel("Badge").selectOption({ label: "Night shift" });
    await organiser.getByLabel("What for").fill("for keeping the studio open from midnight to four");
    await organiser.getByLabel("A personal note").fill("No caller rang an empty room.");
    await press(organiser, "Grant the badge");
    await expect(organiser.getByText("The badge is granted.")).toBeVisible();
    const grant = new URL(organiser.url()).pathname;
    await open(grant, { on: stranger });
    await expect(stranger.getByText("for keeping the studio open from midnight to four")).toBeVisible();
    await expect(stranger.getByText("No caller rang an empty room."), "the note is for its reader").toHaveCount(0);
    await axe(stranger);
    await open(grant, { on: fan });
    await expect(fan.getByText("No caller rang an empty room.")).toBeVisible();
    await mail(email, /Night shift/);
  });

  await test.step("what is shared says what it is", async () => {
    for (const path of [page!, profile]) {
      const html = await (await fetch(site.url + path)).text();
      const head = html.slice(0, 8000);
      for (const must of ["og:title", "og:description", "og:image:alt", "og:url", 'rel="canonical"', "twitter:card"]) {
        expect(head, `${path}: ${must}`).toContain(must);
      }
      expect(html).toContain("application/ld+json");
      const image = head.match(/property="og:image" content="([^"]+)"/)![1].replaceAll("&amp;", "&");
      const picture = await fetch(image);
      expect(picture.headers.get("content-type")).toBe("image/jpeg");
      expect((await picture.arrayBuffer()).byteLength).toBeLessThan(300_000);
    }
  });
});

test("a seat given up is offered to the line", async ({ open, demo, person, press, mail, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  const title = `Two chairs ${javaScriptEnabled ? "wasm" : "plain"}`;
  const organiser = await demo(ORGANISER);
  await open("/organise/events/new", { on: organiser });
  await plan(organiser, title);
  await organiser.getByLabel("Seats").fill("1");
  await press(organiser, "Save the draft");
  const page = (await organiser.getByRole("link", { name: "Preview" }).getAttribute("href"))!;
  await press(organiser, "Publish");

  const join = async (who: Page, name: string, email: string, button: string) => {
    await open(page, { on: who });
    const form = who.locator("#join");
    await form.getByLabel("Email").fill(email);
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill(name);
    await press(who, button);
  };
  const suffix = javaScriptEnabled ? "w" : "p";
  const [first, second] = [await person(), await person()];
  await join(first, "First", `first-${suffix}@example.org`, "Save my seat");
  await expect(first.getByText("Your seat is saved.")).toBeVisible();
  await join(second, "Second", `second-${suffix}@example.org`, "Join the line");
  await expect(second.getByText("Waiting, position 1")).toBeVisible();

  await first.getByRole("button", { name: "Give up my seat" }).click();
  await press(first, "Give it up");
  await expect(first.getByText("It is free for somebody else.")).toBeVisible();
  await open("/my/tickets", { on: second });
  await press(second, "Take the seat");
  await expect(second.getByText("Confirmed")).toBeVisible();
  await mail(`second-${suffix}@example.org`, title);
});

test("Chinese, chosen once, is remembered", async ({ open, person, axe }) => {
  const page = await person("zh-CN");
  await open("/", { on: page });
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await axe(page);
  const english = await person("en");
  await open("/", { on: english });
  await english.locator("footer").getByRole("button", { name: "中文" }).click();
  await english.waitForLoadState();
  await expect(english.locator("html")).toHaveAttribute("lang", "zh-CN");
  await open("/sign-in", { on: english });
  await expect(english.getByRole("button", { name: "登录" }).first()).toBeVisible();
});
