//! Where personal data is: every column that holds some, with what an export and an erasure have to do to it, and every column
//! that holds none. A test compares this list with the schema, so that a new column is thought about.

/// What a member gets of a column who asks for their data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// As it is.
    Given,
    /// Not: a secret that protects the account, or of no meaning outside.
    Withheld,
}

/// What becomes of a column when a member leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erasure {
    /// The whole row goes.
    RowGoes,
    /// The value is replaced by one that says nothing.
    Blanked,
    /// It stays, and points to a member of whom nothing else is left: counts, the ledger and the history stay true.
    Stays,
}

/// A column that tells something about a person.
#[derive(Clone, Copy, Debug)]
pub struct Personal {
    /// Table and column.
    pub column: (&'static str, &'static str),
    /// In the member's own copy?
    pub export: Export,
    /// When they leave.
    pub erasure: Erasure,
}

const fn personal(table: &'static str, column: &'static str, export: Export, erasure: Erasure) -> Personal {
    Personal { column: (table, column), export, erasure }
}

use Erasure::{Blanked, RowGoes, Stays};
use Export::{Given, Withheld};

/// All of them.
pub const PERSONAL: &[Personal] = &[
    personal("member", "id", Given, Stays),
    personal("member", "email", Given, Blanked),
    personal("member", "email_confirmed_at", Given, Blanked),
    personal("member", "password_hash", Withheld, Blanked),
    personal("member", "handle", Given, Blanked),
    personal("member", "display_name", Given, Blanked),
    personal("member", "bio", Given, Blanked),
    personal("member", "locale", Given, Blanked),
    personal("member", "zone", Given, Blanked),
    personal("member", "face", Given, Blanked),
    personal("member", "home_chapter_id", Given, Blanked),
    personal("member", "is_admin", Given, Blanked),
    personal("member", "published_at", Given, Blanked),
    personal("member", "created_at", Given, Stays),
    personal("session", "token_hash", Withheld, RowGoes),
    personal("session", "id", Withheld, RowGoes),
    personal("session", "member_id", Given, RowGoes),
    personal("session", "device", Given, RowGoes),
    personal("session", "created_at", Given, RowGoes),
    personal("session", "seen_at", Given, RowGoes),
    personal("session", "expires_at", Given, RowGoes),
    personal("one_time_code", "member_id", Withheld, RowGoes),
    personal("one_time_code", "purpose", Withheld, RowGoes),
    personal("one_time_code", "code_hash", Withheld, RowGoes),
    personal("one_time_code", "tries", Withheld, RowGoes),
    personal("one_time_code", "created_at", Withheld, RowGoes),
    personal("one_time_code", "expires_at", Withheld, RowGoes),
    personal("one_time_code", "since", Withheld, RowGoes),
    personal("one_time_code", "issued", Withheld, RowGoes),
    personal("chapter_organiser", "member_id", Given, RowGoes),
    personal("event", "host_id", Given, Stays),
    personal("event_staff", "member_id", Given, RowGoes),
    personal("event_staff", "role", Given, RowGoes),
    // Gone with the answer or after two weeks.
    personal("event_invitation", "member_id", Given, RowGoes),
    personal("event_invitation", "whom", Withheld, RowGoes),
    personal("event_invitation", "address_hash", Withheld, RowGoes),
    personal("event_invitation", "by_id", Given, RowGoes),
    personal("recap", "by_id", Given, Stays),
    personal("signup", "member_id", Given, Stays),
    personal("signup", "state", Given, Stays),
    personal("signup", "position", Given, Stays),
    personal("signup", "code", Given, Stays),
    personal("signup", "listed", Given, Blanked),
    personal("signup", "request_key", Withheld, Stays),
    personal("signup", "created_at", Given, Stays),
    personal("signup", "changed_at", Given, Stays),
    personal("signup", "offered_until", Given, Stays),
    // An organiser's words about somebody whom they gave a seat or took off.
    personal("signup", "reason", Given, Blanked),
    personal("signup_change", "by_id", Given, Stays),
    personal("signup_answer", "signup_id", Given, RowGoes),
    personal("signup_answer", "question_id", Given, RowGoes),
    personal("signup_answer", "answer", Given, RowGoes),
    // These go with the answers, on the day that was told.
    personal("signup_answer_before", "signup_id", Given, RowGoes),
    personal("signup_answer_before", "question_id", Given, RowGoes),
    personal("signup_answer_before", "answer", Given, RowGoes),
    personal("signup_answer_before", "replaced_at", Given, RowGoes),
    personal("answer_file", "signup_id", Given, RowGoes),
    personal("answer_file", "question_id", Given, RowGoes),
    personal("answer_file", "name", Given, RowGoes),
    personal("answer_file", "media_type", Given, RowGoes),
    personal("answer_file", "bytes", Given, RowGoes),
    personal("answer_file", "added_at", Given, RowGoes),
    // A list that an organiser handed in; gone after a day.
    personal("people_import", "by_id", Given, RowGoes),
    personal("people_import", "sheet", Withheld, RowGoes),
    personal("check_in", "member_id", Given, Stays),
    personal("check_in", "by_id", Given, Stays),
    personal("check_in", "at", Given, Stays),
    personal("honor_account", "member_id", Given, Stays),
    personal("honor_account", "total", Given, Stays),
    personal("honor_entry", "member_id", Given, Stays),
    personal("honor_entry", "points", Given, Stays),
    personal("honor_entry", "cause", Given, Stays),
    personal("honor_entry", "by_id", Given, Stays),
    personal("honor_entry", "reason", Given, Stays),
    personal("honor_entry", "at", Given, Stays),
    personal("badge_grant", "member_id", Given, Stays),
    personal("badge_grant", "by_id", Given, Stays),
    personal("badge_grant", "reason", Given, Blanked),
    personal("badge_grant", "note", Given, Blanked),
    personal("badge_grant", "granted_at", Given, Stays),
    personal("badge_grant", "number", Given, Stays),
    personal("badge_grant", "choice", Given, Stays),
    personal("badge_grant", "revoked_at", Given, Stays),
    personal("badge_grant", "revoke_reason", Given, Blanked),
    personal("grant_change", "what", Given, Stays),
    personal("grant_change", "by_id", Given, Stays),
    personal("grant_change", "reason", Given, Stays),
    personal("grant_change", "at", Given, Stays),
    personal("badge_version", "by_id", Given, Stays),
    personal("badge_batch", "by_id", Given, Stays),
    personal("badge_batch", "list", Withheld, Blanked),
    personal("badge_batch", "reason", Given, Blanked),
    personal("badge_batch", "note", Given, Blanked),
    personal("badge_batch", "undone_by_id", Given, Stays),
    personal("announcement", "by_id", Given, Stays),
    personal("notice", "member_id", Given, RowGoes),
    personal("notice", "kind", Given, RowGoes),
    personal("notice", "letter", Given, RowGoes),
    personal("notice", "delivery", Given, RowGoes),
    personal("notice", "delivered_at", Given, RowGoes),
    personal("notice", "made_at", Given, RowGoes),
    personal("notice", "read_at", Given, RowGoes),
    personal("mail_choice", "member_id", Given, RowGoes),
    personal("mail_choice", "quiet_from", Given, RowGoes),
    personal("mail_choice", "quiet_until", Given, RowGoes),
    personal("mail_choice", "announcements", Given, RowGoes),
    personal("mail_choice", "changed_at", Given, RowGoes),
    personal("calendar_token", "member_id", Given, RowGoes),
    personal("calendar_token", "token_hash", Withheld, RowGoes),
    personal("calendar_token", "made_at", Given, RowGoes),
    // Ids of members, for a while an address or a code: overwritten once it is done.
    personal("job", "payload", Withheld, RowGoes),
    personal("audit_entry", "actor_id", Given, Stays),
    personal("audit_entry", "subject_id", Given, Stays),
    personal("audit_entry", "detail", Given, Stays),
];

/// Columns that tell nothing about a person: of the house itself, of its clubs and events, or a key between rows of which
/// another column says whose they are.
pub const NOT_PERSONAL: &[(&str, &[&str])] = &[
    ("picture", &["id", "media_type", "width", "height", "bytes", "added_at"]),
    ("chapter", &["id", "slug", "name", "city", "zone", "locale", "story", "created_at"]),
    ("chapter_organiser", &["chapter_id"]),
    (
        "event",
        &[
            "id",
            "slug",
            "chapter_id",
            "kind",
            "state",
            "title",
            "summary",
            "story",
            "story_html",
            "locale",
            "cover_id",
            "art",
            "zone",
            "starts_local",
            "ends_local",
            "starts_at",
            "ends_at",
            "opens_at",
            "closes_at",
            "venue",
            "address",
            "honor",
            "version",
            "created_at",
            "changed_at",
            "published_at",
            "cancelled_at",
            "cancel_reason",
            "attendance",
            "join_url",
            "publish_at",
            "postponed_at",
            "postpone_reason",
            "moved_from",
            "recapped_at",
            "series_id",
            "reminders",
            "keep_days",
            "answers_gone_at",
        ],
    ),
    ("event_old_slug", &["slug", "event_id"]),
    ("event_staff", &["event_id"]),
    ("event_invitation", &["id", "event_id", "role", "token_hash", "created_at", "expires_at"]),
    ("event_template", &["id", "chapter_id", "name", "plan", "created_at"]),
    ("series", &["id", "chapter_id", "name", "rhythm", "every", "first_day", "except_days", "created_at"]),
    ("recap", &["event_id", "story", "story_html", "changed_at"]),
    ("recap_picture", &["picture_id", "event_id", "position", "alt"]),
    (
        "event_question",
        &[
            "id",
            "event_id",
            "position",
            "label",
            "kind",
            "required",
            "choices",
            "retired_at",
            "note",
            "version",
            "for_door",
            "shown_if_id",
            "shown_if_answer",
        ],
    ),
    ("consent_text", &["question_id", "version", "text", "made_at"]),
    ("signup_answer_before", &["id"]),
    ("answer_file", &["id"]),
    ("people_import", &["id", "event_id", "made_at"]),
    (
        "places",
        &[
            "id",
            "event_id",
            "capacity",
            "ceiling",
            "taken",
            "offered",
            "waiting",
            "first_come",
            "on_hold",
            "offer_s",
            "cutoff_at",
            "tail",
            "log_entries",
            "log_head",
        ],
    ),
    // Public: a sign-up's number tells nobody whose it is.
    ("queue_entry", &["places_id", "seq", "step", "signup_number", "value", "hash", "at"]),
    ("signup", &["id", "places_id", "event_id"]),
    ("signup_change", &["id", "signup_id", "state", "cause", "at"]),
    ("check_in", &["signup_id", "event_id"]),
    ("honor_account", &["entries", "head"]),
    ("honor_rule", &["name", "points", "active"]),
    ("honor_entry", &["id", "seq", "total", "event_id", "corrects_id", "idempotency_key", "hash"]),
    (
        "badge",
        &[
            "id",
            "slug",
            "version",
            "scope",
            "rule",
            "edition",
            "numbered",
            "is_secret",
            "family",
            "step",
            "position",
            "created_at",
            "retired_at",
        ],
    ),
    (
        "badge_version",
        &[
            "badge_id",
            "number",
            "art",
            "name_en",
            "name_zh",
            "story_en",
            "story_zh",
            "criteria_en",
            "criteria_zh",
            "made_at",
            "frozen_at",
        ],
    ),
    ("badge_art", &["id", "svg", "png", "added_at"]),
    ("badge_batch", &["id", "badge_id", "kind", "event_id", "made_at", "granted_at", "people", "undone_at"]),
    ("badge_grant", &["id", "badge_id", "version", "occasion", "event_id", "batch_id", "undone_at"]),
    ("grant_change", &["grant_id", "seq"]),
    ("job", &["id", "kind", "run_at", "attempts", "locked_until", "done_at", "failed_at", "last_error", "created_at"]),
    ("announcement", &["id", "event_id", "audience", "subject", "body", "made_at", "sent_at", "people"]),
    ("notice", &["id", "announcement_id"]),
    ("reminder", &["event_id", "rule", "starts_at", "sent_at", "people"]),
    ("audit_entry", &["id", "action", "subject_kind", "at"]),
    ("instance", &["name", "value"]),
    // The migration tool's own.
    ("_sqlx_migrations", &["version", "description", "installed_on", "success", "checksum", "execution_time"]),
];

/// Every column this list knows, as table and column.
pub fn known_columns() -> impl Iterator<Item = (&'static str, &'static str)> {
    let plain = NOT_PERSONAL.iter().flat_map(|(table, columns)| columns.iter().map(move |column| (*table, *column)));
    PERSONAL.iter().map(|personal| personal.column).chain(plain)
}
