// Mail through a real mail server (npm smtp-server), read by a real mail reader (npm mailparser): nothing is lost and nothing
// comes twice across `kill -9`; a box that is not there bounces; one that is busy gets its letter later.
import { simpleParser, type ParsedMail } from "mailparser";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { read } from "./calendars";
import { expect, password, test } from "./people";
import { Person } from "./person";
import { pause, serve, start, type Site } from "./server";

/** Everything that the mail server took, in the order in which it did. */
class Post {
  readonly taken: { to: string; mail: ParsedMail }[] = [];
  /** Answers for an address instead of "yes". */
  readonly refusals = new Map<string, { code: number; times: number }>();
  private readonly server: SMTPServer;
  private latency = 0;

  constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onRcptTo: (address, _session, done) => {
        const refusal = this.refusals.get(address.address);
        if (!refusal || refusal.times === 0) return done();
        refusal.times -= 1;
        done(Object.assign(new Error("not now or never"), { responseCode: refusal.code }));
      },
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map((rcpt) => rcpt.address).join();
        simpleParser(stream).then(async (mail) => {
          await pause(this.latency);
          this.taken.push({ to, mail });
          done();
        }, done);
      },
    });
    // A sender that dies in the middle of a letter is what this is about.
    this.server.on("error", () => {});
  }

  async listen(latency = 0): Promise<NodeJS.ProcessEnv> {
    this.latency = latency;
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    const { port } = this.server.server.address() as AddressInfo;
    return { POPCORN_SMTP_URL: `smtp://127.0.0.1:${port}`, POPCORN_MAIL_FROM: "Lamplight <tickets@popcorn.example>" };
  }

  async until(what: string, enough: () => boolean, patience = 150_000): Promise<void> {
    for (const end = Date.now() + patience; !enough(); await pause(50)) {
      if (Date.now() > end) throw new Error(`${what}: only ${this.taken.length} letters came`);
    }
  }

  close() {
    return new Promise<void>((done) => this.server.close(() => done()));
  }
}

const seeded = () => process.env.POPCORN_E2E_SEED!;

async function signedIn(site: Site, email: string): Promise<Person> {
  const person = new Person(site);
  await person.send("/sign-in", "/api/members/sign_in", { email, password: password(site.demo) });
  return person;
}

/** The event to come with the most seats taken, and how many those are. */
async function fullest(organiser: Person): Promise<{ id: string; people: number }> {
  const ids = new Set([...(await organiser.get("/organise")).matchAll(/\/organise\/events\/([0-9a-f-]{36})/g)].map((m) => m[1]));
  let best = { id: "", people: 0 };
  for (const id of ids) {
    const page = await organiser.get(`/organise/events/${id}/letters`).catch(() => "");
    const people = Number(/Everybody with a seat \((\d+)\)/.exec(page)?.[1] ?? 0);
    if (people > best.people) best = { id, people };
  }
  return best;
}

// No browser takes part: once is enough.
test.describe("a real mail server", { tag: "@no-js" }, () => {
  test("kill -9 in the middle of many letters: each arrives, and counts once", async () => {
    test.setTimeout(300_000);
    const post = new Post();
    const settings = await post.listen(150);
    let site = await start(seeded(), settings);
    try {
      const organiser = await signedIn(site, "organiser@popcorn.example");
      const { id, people } = await fullest(organiser);
      expect(people, "an event with many people").toBeGreaterThan(20);
      const draft = await organiser.send(`/organise/events/${id}/letters`, "/api/notices/write", {
        event: id,
        "form[subject]": "Bring a coat",
        "form[body]": "It rains.\n\nWe start in the hall.",
        "form[confirmed]": "true",
      });
      const page = new URL(draft, site.url).pathname;
      expect(await organiser.get(page)).toContain(`It goes to ${people} people.`);
      await organiser.send(page, "/api/notices/send", { id: page.split("/").at(-1)! });

      // Other letters may leave meanwhile, as those about somebody's tier.
      const taken = () => post.taken.filter((letter) => letter.mail.subject === "Bring a coat");
      await post.until("some letters", () => taken().length >= 9);
      await site.kill();
      const before = taken().length;
      expect(before, "the power went while letters were under way").toBeLessThan(people);
      await pause(500);
      site = await serve(site.data, settings);
      organiser.moveTo(site);
      const persons = () => new Set(taken().map((letter) => letter.to)).size;
      await post.until("everybody's letter", () => persons() >= people);
      // What was under way when the power went is another's after 90 seconds.
      await expect.poll(() => organiser.get(page).then((html) => html.includes(">Waiting<")), { timeout: 150_000 }).toBe(false);

      const ids = new Map<string, Set<string>>();
      for (const { to, mail } of taken()) ids.set(to, (ids.get(to) ?? new Set()).add(mail.messageId!));
      expect(ids.size).toBe(people);
      expect([...ids.values()].filter((all) => all.size > 1), "a letter that comes again is the same letter").toEqual([]);
      // The only letters that can come twice are those that were taken, but not yet noted as sent: as many as run side by side.
      expect(taken().length - people).toBeLessThanOrEqual(8);
      const { mail } = taken()[0];
      expect(mail.text).toContain("We start in the hall.");
      const list = mail.headers.get("list") as unknown as { unsubscribe: { url: string }; "unsubscribe-post": { name: string } };
      expect(list.unsubscribe.url).toMatch(/\/unsubscribe\/[0-9a-f]{64}$/);
      expect(mail.headerLines.find((line) => line.key === "list-unsubscribe-post")?.line).toContain("List-Unsubscribe=One-Click");
    } finally {
      await site.stop();
      await post.close();
    }
  });

  test("a ticket brings the entry for the calendar; a bounce and a busy box are seen", async () => {
    test.setTimeout(120_000);
    const post = new Post();
    const settings = await post.listen();
    const site = await start(seeded(), settings);
    try {
      const organiser = await signedIn(site, "organiser@popcorn.example");
      const admin = await signedIn(site, "admin@popcorn.example");
      post.refusals.set("gone@example.org", { code: 550, times: 9 });
      post.refusals.set("busy@example.org", { code: 451, times: 1 });
      const open = await openEvent(site);
      for (const name of ["gone", "busy", "well"]) {
        const fan = new Person(site);
        await fan.send(open.page, "/api/signups/sign_up", {
          event: open.id,
          request_key: name,
          email: `${name}@example.org`,
          password: "four quiet little radios",
          display_name: name,
        });
      }
      const ticketOf = (who: string) =>
        post.taken.find((letter) => letter.to === `${who}@example.org` && letter.mail.attachments.length > 0)?.mail;
      await post.until("the tickets", () => !!ticketOf("well") && !!ticketOf("busy"), 60_000);
      const ticket = ticketOf("well")!;
      const part = ticket.attachments.find((attachment) => attachment.contentType === "text/calendar")!;
      const calendar = read(part.content.toString("utf8"));
      expect(calendar.method).toBe("REQUEST");
      const feed = read(await (await fetch(`${site.url}${open.page}.ics`)).text());
      expect(calendar.entries[0]).toMatchObject({ uid: feed.entries[0].uid, status: "CONFIRMED", starts: feed.entries[0].starts });

      const mail = await admin.get("/organise/mail");
      expect(mail).toContain("No such box");
      expect(mail).not.toContain("gone@example.org");
      await expect(organiser.get("/organise/mail")).rejects.toThrow("403");
    } finally {
      await site.stop();
      await post.close();
    }
  });
});

/** An event that takes sign-ups, with seats left and no questions. */
async function openEvent(site: Site): Promise<{ id: string; page: string }> {
  const visitor = new Person(site);
  const slugs = new Set([...(await visitor.get("/")).matchAll(/href="\/e\/([^"/.]+)"/g)].map((m) => m[1]));
  for (const slug of slugs) {
    const event = JSON.parse(await visitor.get(`/e/${slug}.json`));
    if (event.phase !== "open" || event.seats.left < 3) continue;
    if (!/name="answers\[/.test(await visitor.get(`/e/${slug}`))) return { id: event.id, page: `/e/${slug}` };
  }
  throw new Error("no event of the demo is open without questions");
}
