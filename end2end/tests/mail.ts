// Reads the mails that the server put into its outbox folder.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pause } from "./server";

export interface Mail {
  to: string;
  subject: string;
  /** The plain-text part. */
  text: string;
  /** The addresses in the plain-text part. */
  links: string[];
}

/** Waits for a mail to this address (and with this in its subject); gives the newest. */
export async function mailTo(outbox: string, address: string, subject: string | RegExp = ""): Promise<Mail> {
  const wanted = (mail: Mail) =>
    mail.to.includes(address) && (typeof subject === "string" ? mail.subject.includes(subject) : subject.test(mail.subject));
  for (const until = Date.now() + 15_000; Date.now() < until; await pause(100)) {
    const found = mails(outbox).filter(wanted).at(-1);
    if (found) return found;
  }
  const seen = mails(outbox).map((mail) => `${mail.to}: ${mail.subject}`);
  throw new Error(`no mail to ${address} about ${subject}; there are:\n${seen.join("\n")}`);
}

/** All mails so far, oldest first: their names begin with the time. */
export function mails(outbox: string): Mail[] {
  if (!existsSync(outbox)) return [];
  const names = readdirSync(outbox).filter((name) => name.endsWith(".eml"));
  return names.sort().map((name) => parse(readFileSync(join(outbox, name), "latin1")));
}

function parse(raw: string): Mail {
  const { headers, body } = split(raw);
  const text = plain(headers, body);
  return {
    to: words(headers.get("to") ?? ""),
    subject: words(headers.get("subject") ?? ""),
    text,
    links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [],
  };
}

function split(raw: string) {
  const at = raw.search(/\r?\n\r?\n/);
  const head = (at < 0 ? raw : raw.slice(0, at)).replace(/\r?\n[ \t]+/g, " ");
  const lines = head.split(/\r?\n/).map((line) => /^([^:]+):\s*(.*)$/.exec(line));
  const headers = new Map(lines.flatMap((m) => (m ? [[m[1].toLowerCase(), m[2]] as const] : [])));
  return { headers, body: at < 0 ? "" : raw.slice(at).replace(/^\r?\n\r?\n/, "") };
}

/** The first text/plain part, however deep. */
function plain(headers: Map<string, string>, body: string): string {
  const type = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary) {
    const parts = body.split(`--${boundary}`).slice(1, -1);
    return parts.map((part) => split(part.replace(/^\r?\n/, ""))).map((p) => plain(p.headers, p.body)).find(Boolean) ?? "";
  }
  return /^text\/plain/i.test(type) ? decode(body, headers.get("content-transfer-encoding") ?? "7bit") : "";
}

function decode(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable":
      return quoted(body.replace(/=\r?\n/g, ""));
    default:
      return Buffer.from(body, "latin1").toString("utf8");
  }
}

const quoted = (text: string) =>
  Buffer.from(text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString("utf8");

/** Encoded words in a header: =?utf-8?b?…?= and =?utf-8?q?…?= */
const words = (header: string) =>
  header
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === "b" ? Buffer.from(text, "base64").toString("utf8") : quoted(text.replaceAll("_", " ")),
    );
