// The organiser's day on a phone: find people, take them along as a sheet, do the same for many, bring a sheet in, print a list.
import { expect, test, wall } from "./people";

const ORGANISER = "organiser@popcorn.example";

test("everybody who signed up, found and looked after", async ({ open, person, demo, press, allow, axe, javaScriptEnabled }) => {
  test.setTimeout(300_000);
  allow(/status of (409|422)/);
  const suffix = javaScriptEnabled ? "w" : "p";
  const organiser = await demo(ORGANISER);
  await open("/organise/events/new", { on: organiser });
  await organiser.getByLabel("Title").fill(`Valve night ${suffix}`);
  await organiser.getByLabel("In one sentence").fill("Warm glass.");
  await organiser.getByLabel("The story").fill("We glow.");
  await organiser.getByLabel("Place", { exact: true }).fill("Old Tram Depot");
  await organiser.getByLabel("Address and how to find it").fill("88 Peony Lane");
  // An evening: on one day of the week the demo’s open day is on this day, and its helpers are busy until then.
  await organiser.getByLabel("Starts", { exact: true }).fill(wall(20, "20:00"));
  await organiser.getByLabel("Ends", { exact: true }).fill(wall(20, "22:00"));
  await organiser.getByLabel("Seats").fill("2");
  await press(organiser, "Save the draft");
  const page = (await organiser.getByRole("link", { name: "Preview" }).getAttribute("href"))!;
  const id = new URL(organiser.url()).pathname.split("/").at(-1);
  await press(organiser, "Publish");

  await test.step("two seats and one in line", async () => {
    for (const name of ["Anna Valve", "Bruno Valve", "Cleo Coil"]) {
      const fan = await person();
      await open(page, { on: fan });
      const form = fan.locator("#join");
      await form.getByLabel("Email").fill(`${name.split(" ")[0].toLowerCase()}-${suffix}@example.org`);
      await form.getByLabel("Password").fill("four quiet little radios");
      await form.getByLabel("Your name, if you are new here").fill(`${name} ${suffix}`);
      await press(fan, /Save my seat|Join the line/);
      await expect(fan.locator(".flash.ok")).toBeVisible();
    }
  });

  const list = `/organise/events/${id}/people`;
  const row = (name: string) => organiser.locator("tr", { hasText: name });

  await test.step("found by name, narrowed down by state", async () => {
    await open(`/organise/events/${id}`, { on: organiser });
    await organiser.getByRole("link", { name: /^People: search/ }).click();
    await expect(organiser.getByRole("heading", { name: "3 people" })).toBeVisible();
    await axe(organiser);
    await organiser.getByLabel("Name, guest, code or answer").fill("coil");
    await press(organiser, "Find");
    await expect(organiser.getByRole("heading", { name: "1 person" })).toBeVisible();
    await expect(row("Cleo Coil")).toContainText("Waiting, 1");
    await open(`${list}?show=seated&q=`, { on: organiser });
    await expect(organiser.getByRole("heading", { name: "2 people" })).toBeVisible();
    await open(`${list}?show=in&q=nobody`, { on: organiser });
    await expect(organiser.getByText("Nobody like that")).toBeVisible();
    await axe(organiser);
  });

  await test.step("a sheet of those who are shown", async () => {
    await open(`${list}?show=line&q=`, { on: organiser });
    const [download] = await Promise.all([
      organiser.waitForEvent("download"),
      organiser.getByRole("link", { name: "As a sheet (CSV)" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^valve-night-.*\.csv$/);
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString("utf8").trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`Cleo Coil ${suffix}`);
  });

  await test.step("the same for many: a reason is needed, then it happens for all of them", async () => {
    await open(list, { on: organiser });
    await organiser.getByLabel(`Pick Anna Valve ${suffix}`).check();
    await organiser.getByLabel(`Pick Cleo Coil ${suffix}`).check();
    await organiser.getByLabel("With those you ticked").selectOption({ label: "Give each a seat by hand, past the line" });
    await press(organiser, "Do it for all of them");
    await expect(organiser.getByText("This is needed. Fill it in.")).toBeVisible();
    await expect(organiser.getByLabel(`Pick Cleo Coil ${suffix}`)).toBeChecked();
    await organiser.getByLabel("Why", { exact: true }).fill("They share a lamp");
    await press(organiser, "Do it for all of them");
    await expect(organiser.getByText("Done for everybody concerned.")).toBeVisible();
    await expect(row("Cleo Coil")).toContainText("Confirmed");
  });

  await test.step("one of them, and all that happened", async () => {
    await row("Cleo Coil").getByRole("link", { name: /Cleo Coil/ }).click();
    await expect(organiser.getByRole("heading", { level: 1 })).toHaveText(`Cleo Coil ${suffix}`);
    await expect(organiser.getByText("By hand, because: They share a lamp")).toBeVisible();
    await expect(organiser.locator(".timeline")).toContainText("Got a seat by hand");
    await axe(organiser);
  });

  await test.step("a sheet comes in: wrong rows are named, a right one is carried out", async () => {
    await open(`/organise/events/${id}/import`, { on: organiser });
    await axe(organiser);
    await organiser.getByLabel("Or paste it here").fill("Name\nWen");
    await organiser.locator("main form").last().getByRole("button", { name: "Look at it first" }).click();
    await expect(organiser.getByText("No column says who is meant.")).toBeVisible();
    await expect(organiser.getByLabel("Or paste it here")).toHaveValue("Name\nWen");
    const bring = async (sheet: string) => {
      await organiser.getByLabel("The file").setInputFiles({ name: "guests.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
      await press(organiser, "Look at it first");
      await expect(organiser.getByRole("heading", { name: "What happens" })).toBeVisible();
    };
    await bring("handle,reason\nwenshuyan,Our guest\nnobody-at-all,\n");
    await expect(row("nobody-at-all")).toContainText("Nobody here goes by this name or address.");
    await expect(organiser.getByText("1 row is wrong.")).toBeVisible();
    await expect(organiser.getByRole("button", { name: "Give them their seats" })).toHaveCount(0);
    await axe(organiser);
    await bring("handle,reason\nwenshuyan,Our guest\n");
    await expect(row("wenshuyan")).toContainText("Gets a seat");
    await press(organiser, "Give them their seats");
    await expect(organiser.getByText("Done for everybody concerned.")).toBeVisible();
    await expect(row("Wen Shuyan")).toContainText("Confirmed");
  });

  await test.step("on paper", async () => {
    await open(`/door/${id}`, { on: organiser });
    await organiser.getByRole("link", { name: "List for the door" }).click();
    await expect(organiser.locator("tbody tr")).toHaveCount(4);
    await expect(organiser.locator("tbody tr").first()).toContainText(`Anna Valve ${suffix}`);
    await axe(organiser);
  });
});
