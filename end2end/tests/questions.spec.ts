// Questions in full: planned, answered with mistakes, a file handed in, answers changed, and who sees what.
import type { Locator, Page } from "@playwright/test";
import { expect, test, wall } from "./people";

const ORGANISER = "organiser@popcorn.example";

/** Opens the nth question of the form and fills it. */
async function ask(page: Page, n: number, label: string, fill: (question: Locator) => Promise<void>) {
  const question = page.locator("details.qa").nth(n - 1);
  if ((await question.getAttribute("open")) === null) await question.locator("summary").click();
  await question.getByLabel("The question").fill(label);
  await fill(question);
}

const kind = (question: Locator, words: string) => question.getByLabel("Answered by").selectOption({ label: words });

test("questions, from the form to the door", async ({ open, person, demo, press, allow, axe, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  allow(/status of 422/);
  const suffix = javaScriptEnabled ? "w" : "p";
  const title = `Tape doctors ${suffix}`;
  const organiser = await demo(ORGANISER);

  await test.step("a condition that names nothing is told at its field, and nothing typed is lost", async () => {
    await open("/organise/events/new", { on: organiser });
    await organiser.getByLabel("Title").fill(title);
    await organiser.getByLabel("In one sentence").fill("Bring a tape that hisses.");
    await organiser.getByLabel("The story").fill("We splice.");
    await organiser.getByLabel("Place", { exact: true }).fill("Old Tram Depot");
    await organiser.getByLabel("Address and how to find it").fill("88 Peony Lane");
    await organiser.getByLabel("Time zone of the place").selectOption("Asia/Shanghai");
    await organiser.getByLabel("Starts", { exact: true }).fill(wall(20, "14:00"));
    await organiser.getByLabel("Ends", { exact: true }).fill(wall(20, "17:30"));
    await ask(organiser, 1, "Do you bring a friend?", async (question) => {
      await kind(question, "Yes or no");
      await question.getByLabel("Must be answered").check();
      await question.getByLabel("The staff at the door see the answer too").check();
    });
    await ask(organiser, 2, "What is their name?", async (question) => {
      await question.getByLabel("Must be answered").check();
      await question.getByLabel("Ask it only after").selectOption({ label: "Question 1" });
      await question.getByLabel("… if the answer is").fill("perhaps");
    });
    await ask(organiser, 3, "Photos of me may be shown", async (question) => {
      await kind(question, "Agreeing to a text");
      await question.getByLabel("Explanation, or the text to agree to").fill("On the page of this event, nowhere else.");
    });
    await press(organiser, "Save the draft");
    await expect(organiser.getByText("This is not an answer to that question.")).toBeVisible();
    await expect(organiser.getByLabel("Title")).toHaveValue(title);
    await expect(organiser.locator("details.qa").nth(1).getByLabel("… if the answer is")).toHaveValue("perhaps");
    await organiser.locator("details.qa").nth(1).getByLabel("… if the answer is").fill("yes");
    await press(organiser, "Save the draft");
    await expect(organiser.getByText("The draft is saved. Nobody else sees it yet.")).toBeVisible();
  });

  const console_ = new URL(organiser.url()).pathname;
  const page = (await organiser.getByRole("link", { name: "Preview" }).getAttribute("href"))!;

  await test.step("three more questions", async () => {
    await open(`${console_}/edit`, { on: organiser });
    await ask(organiser, 4, "How many tapes?", (question) => kind(question, "A whole number").then(() => {}));
    await ask(organiser, 5, "What do you drink?", async (question) => {
      await kind(question, "Any of these answers");
      await question.getByLabel("Answers, one a line").fill("Tea\nWater");
    });
    await ask(organiser, 6, "A signed form", async (question) => {
      await kind(question, "A file: picture or PDF");
      await question.getByLabel("Must be answered").check();
    });
    await organiser.getByLabel("Days to keep the answers").fill("14");
    await axe(organiser);
    await press(organiser, "Save the draft");
    await expect(organiser.locator(".flash.ok")).toBeVisible();
    await press(organiser, "Publish");
    await expect(organiser.getByText("The event is published.")).toBeVisible();
  });

  const fan = await person();

  await test.step("an empty form is told everything at once, and the first of it has the focus", async () => {
    await open(page, { on: fan });
    const form = fan.locator("#join");
    await press(fan, "Save my seat");
    await expect(form.getByText(/^\d things to correct\. They are marked below\.$/)).toBeVisible();
    await expect(form.getByLabel("Email")).toBeFocused();
    for (const wrong of ["Email", "Password"]) await expect(form.getByLabel(wrong)).toHaveAttribute("aria-invalid", "true");
    await expect(form.getByLabel("Yes", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await form.getByLabel("Email").fill(`doctor-${suffix}@example.org`);
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill("Bai Lu");
    await press(fan, "Save my seat");
    await expect(form.getByText("One thing to correct. It is marked below.")).toBeVisible();
    await expect(form.getByLabel("Yes", { exact: true })).toBeFocused();
    await expect(form.getByLabel("Yes", { exact: true })).toBeInViewport();
  });

  await test.step("a question appears with the answer it depends on; who sees what is said", async () => {
    await open(page, { on: fan });
    const form = fan.locator("#join");
    await expect(form.getByLabel("What is their name?")).toBeHidden();
    await form.getByLabel("Yes", { exact: true }).check();
    await expect(form.getByLabel("What is their name?")).toBeVisible();
    await expect(form.getByText("The organisers and the staff at the door see this.")).toHaveCount(1);
    await expect(form.getByText(/^Only the organisers see your answers, unless a question says otherwise\. Deleted after \d+ \w+ \d{4}\.$/)).toBeVisible();
    await axe(fan);
  });

  await test.step("what is wrong is told at its field, and nothing typed is lost", async () => {
    const form = fan.locator("#join");
    await form.getByLabel("Email").fill(`doctor-${suffix}@example.org`);
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill("Bai Lu");
    await form.getByLabel("How many tapes?").fill("two");
    await form.getByLabel("Tea").check();
    await form.getByLabel("Photos of me may be shown").check();
    await press(fan, "Save my seat");
    await expect(fan.getByText("This is not a whole number. Use digits only.")).toBeVisible();
    await expect(fan.getByText("This is needed. Fill it in.")).toBeVisible();
    await expect(form.getByLabel("How many tapes?")).toHaveValue("two");
    await expect(form.getByLabel("Tea")).toBeChecked();
    await expect(form.getByLabel("Photos of me may be shown")).toBeChecked();
    await expect(form.getByLabel("Yes", { exact: true })).toBeChecked();
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("How many tapes?").fill("2");
    await form.getByLabel("What is their name?").fill("Mo");
    await press(fan, "Save my seat");
    await expect(fan.getByText("Your seat is saved.")).toBeVisible();
    await expect(fan.getByText("Still missing: A signed form")).toBeVisible();
    await axe(fan);
  });

  await test.step("a file is handed in", async () => {
    await fan.getByRole("link", { name: "Your answers" }).click();
    await expect(fan.getByRole("heading", { level: 1 })).toHaveText("Your answers");
    await axe(fan);
    await fan.getByLabel("Choose a file").setInputFiles({ name: "form.pdf", mimeType: "application/pdf", buffer: Buffer.from("MZ") });
    await press(fan, "Hand it in");
    await expect(fan.getByText("This is not a kind of file we take.")).toBeVisible();
    await fan.getByLabel("Choose a file").setInputFiles({ name: "form.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
    await press(fan, "Hand it in");
    await expect(fan.getByRole("link", { name: "form.pdf" })).toBeVisible();
    await expect(fan.getByText("Still missing")).toHaveCount(0);
    await axe(fan);
  });

  await test.step("answers change, and the organiser sees what they were", async () => {
    await expect(fan.getByLabel("What is their name?")).toHaveValue("Mo");
    await fan.getByLabel("What is their name?").fill("Molly");
    await fan.getByLabel("Water").check();
    await press(fan, "Save my answers");
    await expect(fan.locator(".flash.ok")).toBeVisible();
    await expect(fan.getByLabel("What is their name?")).toHaveValue("Molly");
    await open(console_, { on: organiser });
    const row = organiser.locator("table tr", { hasText: "Bai Lu" });
    await expect(row).toContainText("Molly");
    await expect(row).toContainText("Tea, Water");
    await expect(row).toContainText("Agreed, version 1");
    await row.getByText("Changed once").first().click();
    await expect(row.getByText(/^Until .*: Mo$/)).toBeVisible();
    await expect(row.getByRole("link", { name: "form.pdf" })).toBeVisible();
    await axe(organiser);
  });

  await test.step("the door sees what is for the door", async () => {
    await open("/my/tickets", { on: fan });
    const code = (await fan.locator(".code.big").textContent())!.trim();
    await open(`/door/${console_.split("/").at(-1)}`, { on: organiser });
    await organiser.getByLabel("Type the code").fill(code);
    await press(organiser, "Check in");
    await expect(organiser.locator(".result")).toContainText("Do you bring a friend?");
    await expect(organiser.locator(".result")).not.toContainText("Molly");
  });
});

test("an open day asks those who take a shift", async ({ open, person, demo, press, allow, axe, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  allow(/status of 422/);
  const suffix = javaScriptEnabled ? "sw" : "sp";
  const organiser = await demo(ORGANISER);
  await open("/organise/events/new", { on: organiser });
  await organiser.getByLabel("Title").fill(`Spool day ${suffix}`);
  await organiser.getByLabel("In one sentence").fill("A thousand tapes are wound.");
  await organiser.getByLabel("What it is").selectOption({ label: "Open day" });
  await organiser.getByLabel("Place", { exact: true }).fill("Old Tram Depot");
  await organiser.getByLabel("Address and how to find it").fill("88 Peony Lane");
  await organiser.getByLabel("Time zone of the place").selectOption("Asia/Shanghai");
  await organiser.getByLabel("Starts", { exact: true }).fill(wall(25, "09:00"));
  await organiser.getByLabel("Ends", { exact: true }).fill(wall(25, "18:00"));
  await press(organiser, "Save the draft");
  await press(organiser, "Publish");
  await expect(organiser.getByText("The event is published.")).toBeVisible();
  const manage = new URL(organiser.url()).pathname;
  const page = (await organiser.getByRole("link", { name: "See the page" }).getAttribute("href"))!;

  await test.step("a role, and what its people are asked", async () => {
    await open(`${manage}/shifts`, { on: organiser });
    await organiser.getByLabel("Role", { exact: true }).fill("Winder");
    await press(organiser, "Save the role");
    const fold = organiser.locator("details.qa", { hasText: "Add shifts to Winder" });
    if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click();
    await organiser.getByLabel("From").fill(wall(25, "09:00"));
    await organiser.getByLabel("Until").fill(wall(25, "12:00"));
    await organiser.getByLabel("Minutes each").fill("180");
    await press(organiser, "Add shifts");
    await expect(organiser.getByText("The shifts are added.")).toBeVisible();
    await open(`${manage}/edit`, { on: organiser });
    await ask(organiser, 1, "Which tape do you bring?", async () => undefined);
    await ask(organiser, 2, "Left or right hand?", async (question) => {
      await question.getByLabel("Must be answered").check();
      await question.getByLabel("The staff at the door see the answer too").check();
      await question.getByLabel("Who is asked").selectOption({ label: "Those who take a shift: Winder" });
    });
    await axe(organiser);
    await press(organiser, "Save the changes");
    await expect(organiser.getByText("Saved.")).toBeVisible();
    await open(`${manage}/edit`, { on: organiser });
    await expect(organiser.locator("details.qa").nth(1).getByLabel("Who is asked").locator("option:checked")).toHaveText("Those who take a shift: Winder");
  });

  const fan = await person();
  await test.step("a guest is asked what guests are asked", async () => {
    await open(page, { on: fan });
    const form = fan.locator("#join");
    await expect(form.getByLabel("Which tape do you bring?")).toBeVisible();
    await expect(form.getByLabel("Left or right hand?")).toHaveCount(0);
    await form.getByLabel("Email").fill(`klara-${suffix}@example.org`);
    await form.getByLabel("Password").fill("four quiet little radios");
    await form.getByLabel("Your name, if you are new here").fill(`Klara ${suffix}`);
    await press(fan, "Save my seat");
    await expect(fan.locator(".flash.ok")).toBeVisible();
  });

  await test.step("who takes the shift is asked the rest, on its page", async () => {
    await open(`${page}/shifts`, { on: fan });
    await fan.locator("label.shift", { hasText: "09:00" }).click();
    await press(fan, "Take this shift");
    await expect(fan.locator("h1")).toHaveText("Winder");
    await expect(fan.getByLabel("Which tape do you bring?")).toHaveCount(0);
    await press(fan, "Take this shift");
    await expect(fan.getByText("This is needed. Fill it in.")).toBeVisible();
    await axe(fan);
    await fan.getByLabel("Left or right hand?").fill("Left");
    await press(fan, "Take this shift");
    await expect(fan.getByText("The shift is yours. Its ticket is below.")).toBeVisible();
    const ticket = fan.locator("section.ticket", { hasText: "Winder" });
    await ticket.getByRole("link", { name: "Your answers" }).click();
    await expect(fan.getByLabel("Left or right hand?")).toHaveValue("Left");
    await fan.getByLabel("Left or right hand?").fill("Right");
    await press(fan, "Save my answers");
    await expect(fan.getByText("Saved.")).toBeVisible();
  });

  await test.step("the lead's list and the organisers' read it", async () => {
    await open(`/door/${manage.split("/").at(-1)}/shifts`, { on: organiser });
    await expect(organiser.locator("section.card", { hasText: "Winder" })).toContainText("Left or right hand?");
    await expect(organiser.locator("section.card", { hasText: "Winder" })).toContainText("Right");
    await axe(organiser);
    await organiser.getByRole("link", { name: `Klara ${suffix}` }).click();
    await expect(organiser.getByRole("heading", { name: "Answers" })).toBeVisible();
    await expect(organiser.locator("dl.pairs").first()).toContainText("Right");
    await axe(organiser);
  });
});
