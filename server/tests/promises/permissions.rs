//! Who may do what: every page, every server function and every other route, by everybody. A new one that is not in these
//! tables fails the test.

use std::collections::BTreeSet;

use crate::common::{
    Answer, TestApp, each_app, each_app_with,
    scene::{ROLES, Scene},
};
use axum::{body::Body, http::Method};
use backend::badges;
use popcorn::{config::Switch, http::HttpSettings};

// One letter for each of [`ROLES`], in their order.

/// For everybody.
const ALL: &str = "oooooooo";
/// For whoever is signed in.
const SIGNED_IN: &str = "sooooooo";
/// For those who organise a chapter.
const ORGANISERS: &str = "sfoofffo";
/// For those who organise anything.
const ORGANISE_ANYTHING: &str = "sfoooffo";
/// For those who keep any door.
const KEEPS_DOORS: &str = "sfoooofo";
/// For those who organise this chapter.
const RUNS_CHAPTER: &str = "sffofffo";
/// For those who run the site.
const RUNS_THE_SITE: &str = "sffffffo";
/// For those who run this event: it is public, so others know that it is there.
const RUNS: &str = "sffooffo";
/// For nobody.
const NOBODY: &str = "hhhhhhhh";
/// For those who run this event, and those who lead shifts of it.
const LEADS: &str = "sffoofoo";
/// For those who run this draft: to others it is not there.
const RUNS_DRAFT: &str = "shhoohho";

/// Each page: `o` opens, `s` sign in first (401), `f` forbidden (403), `h` hidden (404).
const PAGES: &[(&str, &str)] = &[
    ("/", ALL),
    ("/e/{slug}", ALL),
    ("/e/{draft-slug}", "hhhoohho"),
    ("/e/{over-slug}/recap", ALL),
    ("/e/{slug}/recap", "hhhhhhhh"),
    ("/e/{slug}/queue", ALL),
    ("/e/{draft-slug}/queue", "hhhoohho"),
    ("/e/{open-slug}/shifts", ALL),
    ("/e/{slug}/shifts", "hhhhhhhh"),
    ("/e/{open-slug}/shifts/{shift}", ALL),
    ("/c/{chapter}", ALL),
    ("/u/{handle}", "hhhhhhho"),
    ("/u/{public-handle}", ALL),
    ("/badges", ALL),
    ("/badges/{badge}", ALL),
    ("/g/{grant}", "hhoohhho"),
    ("/sign-in", ALL),
    ("/join", ALL),
    ("/confirm", SIGNED_IN),
    ("/reset", ALL),
    ("/reset/code", ALL),
    ("/set-up", ALL),
    ("/privacy", ALL),
    ("/my/settings", SIGNED_IN),
    ("/my/honor", SIGNED_IN),
    ("/my/page", SIGNED_IN),
    ("/my/page/preview", SIGNED_IN),
    ("/tiers", ALL),
    ("/leaderboard", ALL),
    ("/organise/tiers", ORGANISERS),
    ("/organise/seasons", RUNS_THE_SITE),
    ("/honor", ALL),
    ("/honor/checkpoint", ALL),
    // Their own lines only, and they have none.
    ("/my/honor/lines/{line}", "shhhhhhh"),
    ("/organise/honor", ORGANISERS),
    ("/organise/honor/members/{handle}", ORGANISERS),
    ("/organise/honor/rules/{rule}", RUNS_THE_SITE),
    ("/my/tickets", SIGNED_IN),
    // Of somebody else: nobody may.
    ("/my/tickets/{signup}/answers", "shhhhhhh"),
    ("/my/inbox", SIGNED_IN),
    ("/my/settings/mail", SIGNED_IN),
    // By the token in the letter.
    ("/unsubscribe/{token}", ALL),
    ("/offer/{offer}", ALL),
    ("/organise", ORGANISE_ANYTHING),
    ("/organise/badges", ORGANISERS),
    ("/organise/badges/new", ORGANISERS),
    ("/organise/badges/grant", ORGANISERS),
    ("/organise/badges/grants/{grant}", ORGANISERS),
    ("/organise/badges/batches", ORGANISERS),
    // One that waits, for who made it and those who run the site.
    ("/organise/badges/batches/{batch}", "sfhofffo"),
    ("/organise/badges/{badge}", ORGANISERS),
    ("/organise/badges/{badge}/batch", ORGANISERS),
    ("/my/badges", SIGNED_IN),
    ("/organise/chapters", RUNS_THE_SITE),
    ("/organise/chapters/{chapter}", RUNS_CHAPTER),
    ("/organise/series/{series}", RUNS_CHAPTER),
    ("/organise/events/{over}/recap", RUNS),
    ("/organise/events/{draft}/recap", RUNS_DRAFT),
    // Whoever holds the link.
    ("/invitations/{invited}", ALL),
    ("/organise/events/new", ORGANISERS),
    ("/organise/events/{event}", RUNS),
    ("/organise/events/{draft}", RUNS_DRAFT),
    ("/organise/events/{event}/people", RUNS),
    ("/organise/events/{draft}/people", RUNS_DRAFT),
    ("/organise/events/{event}/people/{signup}", RUNS),
    ("/organise/events/{open}/people/{helping}", RUNS),
    ("/organise/events/{draft}/people/{signup}", "shhhhhhh"),
    ("/organise/events/{event}/import", RUNS),
    ("/organise/events/{event}/places", RUNS),
    ("/organise/events/{draft}/places", RUNS_DRAFT),
    ("/organise/events/{event}/letters", RUNS),
    ("/organise/events/{draft}/letters", "shhhhhhh"),
    ("/organise/events/{open}/shifts", RUNS),
    ("/organise/announcements/{announcement}", RUNS),
    ("/organise/mail", RUNS_THE_SITE),
    ("/organise/events/{event}/edit", RUNS),
    ("/organise/events/{draft}/edit", "sfhooffo"),
    ("/door", KEEPS_DOORS),
    ("/door/{event}", "sffooofo"),
    ("/door/{draft}", RUNS_DRAFT),
    ("/door/{open}/shifts", LEADS),
    ("/door/{event}/list", "sffooofo"),
    ("/door/{draft}/list", RUNS_DRAFT),
    // Only where the operator switched development on.
    ("/design", "hhhhhhhh"),
];

/// What a form holds.
type Fields = &'static [(&'static str, &'static str)];

/// Each server function with what is sent to it. `o` also stands for a rule's "no" (409) and for wrong fields (422): whoever
/// gets that far may do it.
const FUNCTIONS: &[(&str, Fields, &str)] = &[
    ("/api/settings/look", &[("theme", "dark"), ("next", "/")], ALL),
    ("/api/design/page", &[], "hhhhhhhh"),
    (
        "/api/design/try",
        &[
            ("form[name]", "Wen"),
            ("form[email]", "a@example.org"),
            ("form[password]", "lamplight on the river"),
            ("form[seats]", "1"),
        ],
        "hhhhhhhh",
    ),
    // chapters
    ("/api/chapters/all", &[], RUNS_THE_SITE),
    (
        "/api/chapters/create",
        &[("name", "Lamplight Porto"), ("city", "Porto"), ("zone", "Europe/Lisbon"), ("language", "en")],
        RUNS_THE_SITE,
    ),
    ("/api/chapters/desk", &[("slug", "{chapter}")], RUNS_CHAPTER),
    ("/api/chapters/add_organiser", &[("chapter", "{chapter}"), ("handle", "{public-handle}")], RUNS_CHAPTER),
    ("/api/chapters/remove_organiser", &[("chapter", "{chapter}"), ("handle", "{public-handle}")], RUNS_CHAPTER),
    // members
    (
        "/api/members/register",
        &[("email", "new@example.org"), ("password", "lamplight on the river"), ("display_name", "New")],
        ALL,
    ),
    ("/api/members/sign_in", &[("email", "new@example.org"), ("password", "not it")], ALL),
    (
        "/api/members/set_up",
        &[("token", "x"), ("email", "a@example.org"), ("password", "lamplight on the river"), ("display_name", "A")],
        ALL,
    ),
    ("/api/members/ask_reset", &[("email", "new@example.org")], ALL),
    (
        "/api/members/reset_password",
        &[("email", "a@example.org"), ("code", "000000"), ("new_password", "lamplight on the river")],
        ALL,
    ),
    ("/api/members/profile", &[("handle", "{handle}")], "hhhhhhho"),
    ("/api/members/my_honor", &[], SIGNED_IN),
    ("/api/members/page_desk", &[], SIGNED_IN),
    ("/api/members/save_parts", &[("ring", "true"), ("badges", "true")], SIGNED_IN),
    // Of somebody else: nobody may.
    ("/api/members/move_badge", &[("grant", "{grant}"), ("way", "up")], "shhhhhhh"),
    ("/api/members/preview", &[], SIGNED_IN),
    ("/api/members/address", &[], SIGNED_IN),
    ("/api/members/confirm_email", &[("code", "000000")], SIGNED_IN),
    ("/api/members/send_confirmation", &[], SIGNED_IN),
    ("/api/members/settings", &[], SIGNED_IN),
    (
        "/api/members/save_settings",
        &[("display_name", "Me"), ("handle", "somebody"), ("locale", "en"), ("zone", "UTC")],
        SIGNED_IN,
    ),
    ("/api/members/set_visibility", &[("visibility", "private")], SIGNED_IN),
    ("/api/members/change_password", &[("old_password", "x"), ("new_password", "lamplight on the river")], SIGNED_IN),
    // Of somebody else: nobody may.
    ("/api/members/end_session", &[("session", "{session}")], "shhhhhhh"),
    // chapters and events
    ("/api/events/home", &[], ALL),
    ("/api/chapters/page", &[("slug", "{chapter}")], ALL),
    ("/api/events/page", &[("slug", "{slug}")], ALL),
    ("/api/events/page", &[("slug", "{draft-slug}")], "hhhoohho"),
    ("/api/events/organise", &[], ORGANISE_ANYTHING),
    ("/api/events/plan_page", &[("id", "{event}")], "sffooffo"),
    ("/api/events/create", PLAN, RUNS_CHAPTER),
    ("/api/events/edit", EDIT, RUNS),
    ("/api/events/edit", EDIT_DRAFT, RUNS_DRAFT),
    ("/api/events/console", &[("id", "{event}")], RUNS),
    ("/api/events/console", &[("id", "{draft}")], RUNS_DRAFT),
    ("/api/events/people", &[("id", "{event}")], RUNS),
    ("/api/events/trail", &[("id", "{event}"), ("signup", "{signup}")], RUNS),
    ("/api/events/plan_page", &[("template", "{template}")], RUNS_CHAPTER),
    ("/api/events/copy", &[("id", "{event}")], RUNS_CHAPTER),
    ("/api/events/series", &[("id", "{series}")], RUNS_CHAPTER),
    ("/api/events/start_series", &SERIES, RUNS_CHAPTER),
    ("/api/events/save_series", &SAVE_SERIES, RUNS_CHAPTER),
    ("/api/events/make_drafts", &[("id", "{series}"), ("count", "1")], RUNS_CHAPTER),
    ("/api/events/save_template", &[("id", "{event}"), ("name", "Tapes")], RUNS_CHAPTER),
    ("/api/events/recap", &[("slug", "{over-slug}")], ALL),
    ("/api/events/recap_desk", &[("id", "{over}")], RUNS),
    ("/api/events/write_recap", &[("id", "{over}"), ("story", "It sang.")], RUNS),
    ("/api/events/remove_recap_picture", &[("id", "{over}"), ("picture", "{event}")], RUNS),
    ("/api/events/invite", &[("id", "{event}"), ("whom", "{public-handle}"), ("role", "door")], RUNS),
    ("/api/events/withdraw_invitation", &[("id", "{event}"), ("invitation", "{event}")], RUNS),
    ("/api/events/invitation", &[("token", "{invited}")], ALL),
    ("/api/events/decline_invitation", &[("token", "spent")], SIGNED_IN),
    ("/api/events/remove_staff", &[("id", "{event}"), ("handle", "{public-handle}")], RUNS),
    // signups and door
    ("/api/signups/tickets", &[], SIGNED_IN),
    ("/api/signups/sign_up", &[("event", "{event}"), ("request_key", "k")], ALL),
    // Of somebody else: nobody may.
    ("/api/signups/give_up", &[("signup", "{signup}")], "shhhhhhh"),
    ("/api/signups/set_listing", &[("signup", "{signup}"), ("listed", "true")], "shhhhhhh"),
    ("/api/signups/accept", &[("signup", "{signup}")], "shhhhhhh"),
    ("/api/signups/decline", &[("signup", "{signup}")], "shhhhhhh"),
    ("/api/signups/answers", &[("signup", "{signup}")], "shhhhhhh"),
    ("/api/signups/change_answers", &[("signup", "{signup}")], "shhhhhhh"),
    ("/api/signups/queue", &[("slug", "{slug}")], ALL),
    ("/api/signups/queue", &[("slug", "{draft-slug}")], "hhhoohho"),
    ("/api/signups/pass_on", &[("signup", "{signup}")], "shhhhhhh"),
    ("/api/signups/places", &[("id", "{event}")], RUNS),
    ("/api/signups/places", &[("id", "{draft}")], RUNS_DRAFT),
    ("/api/signups/approve", &[("id", "{event}"), ("signup", "{signup}")], RUNS),
    ("/api/signups/refuse", &[("id", "{event}"), ("signup", "{signup}"), ("reason", "Full")], RUNS),
    (
        "/api/signups/decide_in_bulk",
        &[("id", "{event}"), ("what", "no"), ("reason", "x"), ("picked[0]", "{signup}")],
        RUNS,
    ),
    ("/api/signups/make_code", CODE, RUNS),
    ("/api/signups/make_code", CODE_OF_DRAFT, RUNS_DRAFT),
    // There is no such code; who runs the event gets that far.
    ("/api/signups/end_code", &[("id", "{event}"), ("code", "{event}")], "sffhhffh"),
    ("/api/signups/place_by_hand", BY_HAND, RUNS),
    ("/api/signups/in_bulk", &[("id", "{event}"), ("what", "seat"), ("reason", "x"), ("picked[0]", "{signup}")], RUNS),
    ("/api/signups/import_page", &[("id", "{event}")], RUNS),
    ("/api/signups/keep_sheet", &[("id", "{event}"), ("sheet", "handle")], RUNS),
    ("/api/signups/carry_out_sheet", &[("id", "{event}"), ("sheet", "{event}")], "sffhhffh"),
    ("/api/signups/remove", BY_HAND, RUNS),
    ("/api/signups/shifts", &[("slug", "{open-slug}")], ALL),
    ("/api/signups/shift", &[("slug", "{open-slug}"), ("shift", "{shift}")], ALL),
    ("/api/signups/take_shift", &[("slug", "{open-slug}"), ("shift", "{shift}"), ("request_key", "k")], SIGNED_IN),
    ("/api/signups/shift_desk", &[("id", "{open}")], RUNS),
    ("/api/signups/add_role", &[("id", "{open}"), ("role[name]", "Tea")], RUNS),
    ("/api/signups/edit_role", &[("id", "{role}"), ("role[name]", "Tea")], RUNS),
    ("/api/signups/add_slots", SLOTS, RUNS),
    ("/api/signups/edit_shift", &[("id", "{shift}"), ("shift[places]", "5")], RUNS),
    // Somebody is in it: those who may do it are told so.
    ("/api/signups/remove_shift", &[("id", "{shift}")], RUNS),
    ("/api/signups/remove_role", &[("id", "{role}")], RUNS),
    // Not for whoever leads the shift.
    ("/api/signups/remove_helper", &[("id", "{open}"), ("signup", "{helping}"), ("reason", "Flu")], RUNS),
    ("/api/door/shifts", &[("event", "{open}")], LEADS),
    // Of somebody else's shift.
    ("/api/door/shift_word", &[("signup", "{helping}"), ("word", "here")], RUNS),
    ("/api/door/doors", &[], KEEPS_DOORS),
    ("/api/door/page", &[("event", "{event}")], "sffooofo"),
    ("/api/door/list", &[("event", "{event}")], "sffooofo"),
    ("/api/door/check_in", &[("event", "{event}"), ("code", "0000-0000")], "sffooofo"),
    // badges
    ("/api/badges/all", &[], ALL),
    ("/api/badges/page", &[("slug", "{badge}")], ALL),
    ("/api/badges/grant_page", &[("id", "{grant}")], "hhoohhho"),
    ("/api/badges/grant_form", &[], ORGANISERS),
    ("/api/badges/mine", &[], SIGNED_IN),
    // Of somebody else: nobody may.
    ("/api/badges/choose", &[("grant", "{grant}"), ("what", "hidden")], "shhhhhhh"),
    ("/api/badges/desk", &[], ORGANISERS),
    ("/api/badges/badge_desk", &[("slug", "{badge}")], ORGANISERS),
    ("/api/badges/create", &[("form[slug]", "lamp")], ORGANISERS),
    ("/api/badges/edit", &[("slug", "{badge}"), ("form[name_en]", "Crew")], ORGANISERS),
    ("/api/badges/retire", &[("slug", "{badge}"), ("giving", "on")], ORGANISERS),
    ("/api/badges/batch_form", &[("slug", "{badge}")], ORGANISERS),
    (
        "/api/badges/keep_batch",
        &[("slug", "{badge}"), ("form[source]", "list"), ("form[list]", "x"), ("form[reason]", "Parcels")],
        ORGANISERS,
    ),
    ("/api/badges/batches", &[], ORGANISERS),
    ("/api/badges/batch_page", &[("id", "{batch}")], "sfhofffo"),
    ("/api/badges/undo", &[("id", "{batch}")], "sffofffo"),
    ("/api/badges/carry_out", &[("id", "{batch}")], "sffofffo"),
    ("/api/badges/manage", &[("id", "{grant}")], ORGANISERS),
    ("/api/badges/revoke", &[("grant", "{grant}"), ("reason", "By mistake")], "sffofffo"),
    ("/api/badges/restore", &[("grant", "{grant}"), ("reason", "After all")], "sffofffo"),
    ("/api/badges/grant", &[("handle", "{public-handle}"), ("badge", "{badge}"), ("reason", "Thanks")], ORGANISERS),
    // tiers and leaderboards
    ("/api/honor/tiers", &[], ALL),
    ("/api/honor/leaderboard", &[], ALL),
    // Only for those who were there, and who run it.
    ("/api/honor/leaderboard", &[("ask[event]", "{slug}")], RUNS),
    ("/api/honor/leaderboard", &[("ask[event]", "{draft-slug}")], NOBODY),
    ("/api/honor/ask_for_seat", &[("words", "I mend radios.")], SIGNED_IN),
    // Of somebody else: nobody may.
    ("/api/honor/withdraw", &[("application", "{application}")], "shhhhhhh"),
    // Who has none has nothing to give back.
    ("/api/honor/give_back", &[], "shhhhhhh"),
    ("/api/honor/tier_desk", &[], ORGANISERS),
    (
        "/api/honor/decide",
        &[("application", "{application}"), ("decision", "decline"), ("reason", "Later")],
        ORGANISERS,
    ),
    ("/api/honor/propose", &[("handle", "{public-handle}"), ("words", "She mends radios.")], ORGANISERS),
    ("/api/honor/renew_term", &[("term", "{term}"), ("renewals", "0")], ORGANISERS),
    ("/api/honor/end_term", &[("term", "{term}"), ("thanks", "For everything")], ORGANISERS),
    ("/api/honor/end_term", &[("term", "{core-term}"), ("thanks", "For everything")], RUNS_THE_SITE),
    ("/api/honor/appoint", &[("handle", "{public-handle}"), ("words", "She mends radios.")], RUNS_THE_SITE),
    ("/api/honor/save_tier_rule", &[("events", "2"), ("months", "6"), ("grace_days", "30")], RUNS_THE_SITE),
    ("/api/honor/save_crew", &[("seats", "40"), ("months", "12")], RUNS_THE_SITE),
    ("/api/honor/seasons", &[], RUNS_THE_SITE),
    (
        "/api/honor/save_season",
        &[
            ("season", "{season}"),
            ("form[name]", "Spring"),
            ("form[first_day]", "2031-03-01"),
            ("form[last_day]", "2031-05-31"),
        ],
        RUNS_THE_SITE,
    ),
    ("/api/honor/delete_season", &[("season", "{season}")], RUNS_THE_SITE),
    ("/api/honor/save_zone", &[("zone", "Asia/Shanghai")], RUNS_THE_SITE),
    // honor
    ("/api/honor/rules", &[], ALL),
    ("/api/honor/checkpoints", &[], ALL),
    ("/api/honor/brought_by", &[("handle", "{public-handle}")], SIGNED_IN),
    // Their own lines only, and they have none.
    ("/api/honor/line", &[("n", "{line}")], "shhhhhhh"),
    ("/api/honor/object", &[("n", "{line}"), ("said", "No")], "shhhhhhh"),
    ("/api/honor/desk", &[], ORGANISERS),
    ("/api/honor/open_ledger", &[("handle", "{handle}")], ORGANISERS),
    ("/api/honor/member_ledger", &[("handle", "{handle}")], ORGANISERS),
    ("/api/honor/answer", &[("id", "{objection}"), ("outcome", "explained"), ("answer", "So it is")], ORGANISERS),
    ("/api/honor/settle_thanks", &[("id", "{thanks}"), ("word", "agree")], ORGANISERS),
    ("/api/honor/take_back", &[("entry", "{entry}"), ("handle", "{handle}"), ("reason", "Twice")], ORGANISERS),
    ("/api/honor/thank", &[("handle", "{handle}"), ("points", "5"), ("reason", "Kettle")], ORGANISERS),
    ("/api/honor/rule", &[("rule", "{rule}")], RUNS_THE_SITE),
    ("/api/honor/try_rule", &[("rule", "{rule}"), ("form[points]", "3")], RUNS_THE_SITE),
    (
        "/api/honor/change_rule",
        &[("rule", "{rule}"), ("seen", "1"), ("line", "3~~~~~~~~"), ("note", "Friends are rare")],
        RUNS_THE_SITE,
    ),
    ("/api/signups/offer_page", &[("token", "{offer}")], ALL),
    ("/api/signups/take_offer", &[("token", "{offer}")], ALL),
    ("/api/signups/pass_offer", &[("token", "{offer}")], ALL),
    // letters
    ("/api/notices/inbox", &[], SIGNED_IN),
    ("/api/notices/mark_read", &[], SIGNED_IN),
    ("/api/notices/choices", &[], SIGNED_IN),
    ("/api/notices/save_choices", &[("quiet_from", "22:00"), ("quiet_until", "07:00")], SIGNED_IN),
    ("/api/notices/new_calendar", &[], SIGNED_IN),
    ("/api/notices/end_calendar", &[], SIGNED_IN),
    ("/api/notices/unsubscribe_page", &[("token", "{token}")], ALL),
    ("/api/notices/unsubscribe", &[("token", "{token}")], ALL),
    ("/api/notices/letters", &[("id", "{event}")], RUNS),
    ("/api/notices/remind", &[("event", "{event}"), ("form[ahead]", "2"), ("form[unit]", "hours")], RUNS),
    ("/api/notices/remind_not", &[("event", "{event}"), ("rule", "minutes:120")], RUNS),
    ("/api/notices/write", WRITE, RUNS),
    ("/api/notices/announcement", &[("id", "{announcement}")], RUNS),
    ("/api/notices/send", &[("id", "{announcement}")], RUNS),
    ("/api/notices/mail", &[], RUNS_THE_SITE),
    // Last, for they change what the others ask about.
    ("/api/events/delete_template", &[("template", "{template}")], RUNS_CHAPTER),
    ("/api/events/publish_later", &[("id", "{draft}"), ("publish_at", "2027-03-21T10:00")], RUNS_DRAFT),
    ("/api/events/call_off_publishing", &[("id", "{draft}")], RUNS_DRAFT),
    ("/api/events/publish", &[("id", "{draft}")], RUNS_DRAFT),
    ("/api/events/postpone", &[("id", "{event}"), ("reason", "Rain")], RUNS),
    (
        "/api/events/reschedule",
        &[("id", "{event}"), ("starts", "2027-05-01T14:00"), ("ends", "2027-05-01T17:00")],
        RUNS,
    ),
    ("/api/events/accept_invitation", &[("token", "{invited}")], SIGNED_IN),
    ("/api/events/cancel", &[("id", "{event}"), ("reason", "Rain")], RUNS),
    ("/api/members/sign_out", &[], ALL),
];

/// Everything else.
const PLAIN: &[(&str, &str, &str)] = &[
    ("GET", "/healthz", ALL),
    ("GET", "/readyz", ALL),
    // By address or token, not by role: see `machine_room.rs`.
    ("GET", "/metrics", "hhhhhhhh"),
    ("GET", "/media/{file}", "hhhhhhhh"),
    ("GET", "/brand/{file}", "hhhhhhhh"),
    ("GET", "/badges/art/{file}", "hhhhhhhh"),
    // Of what is not for everybody the site's own picture.
    ("GET", "/og/e/{file}", ALL),
    ("GET", "/og/u/{file}", ALL),
    ("GET", "/og/g/{file}", "hhhhhhhh"),
    ("GET", "/og/site.jpg", ALL),
    ("GET", "/e/{slug}/queue.json", ALL),
    ("GET", "/e/{draft-slug}/queue.json", NOBODY),
    ("GET", "/leaderboard.json", ALL),
    ("GET", "/my/honor.csv", SIGNED_IN),
    ("GET", "/my/honor.json", SIGNED_IN),
    ("GET", "/honor/checkpoint.json", ALL),
    ("GET", "/my/honor/ledger.json", SIGNED_IN),
    ("GET", "/events.ics", ALL),
    ("GET", "/e/{slug}.ics", ALL),
    ("GET", "/e/{slug}.json", ALL),
    // Calendar programs show no session: of a draft there is nothing for anybody.
    ("GET", "/e/{draft-slug}.ics", NOBODY),
    ("GET", "/e/{draft-slug}.json", NOBODY),
    ("GET", "/c/{chapter}.ics", ALL),
    ("GET", "/c/{chapter}.rss", ALL),
    // Of somebody whose page is private: nobody but them, not even who gave it. See `credentials.rs`.
    ("GET", "/g/{grant}.json", NOBODY),
    ("GET", "/g/{grant}.png", NOBODY),
    ("GET", "/g/{grant}.svg", NOBODY),
    ("GET", "/g/{public-grant}.json", ALL),
    ("GET", "/issuer", ALL),
    ("GET", "/.well-known/did.json", ALL),
    // Begun with the first badge that is taken along, by whomever, a line above.
    ("GET", "/status/{list}", ALL),
    // By the token of its own, not by role: see `feeds.rs` of the backend.
    ("GET", "/my/{token}.ics", NOBODY),
    ("POST", "/organise/events/{id}/cover", RUNS),
    // It is not over: those who may do it are told so.
    ("POST", "/organise/events/{id}/recap/picture", RUNS),
    ("POST", "/organise/badges/{badge}/art", ORGANISERS),
    ("GET", "/organise/events/{id}/people.csv", RUNS),
    // It is no sheet: those who may bring one are told so.
    ("POST", "/organise/events/{id}/import/sheet", RUNS),
    // Of somebody else: nobody may.
    ("POST", "/my/tickets/{signup}/answers/file", "shhhhhhh"),
    // Of none: who may open which is tried in `answer_files.rs`.
    ("GET", "/files/{id}", "shhhhhhh"),
    // Only what a mail program sends, by the token: see `feeds.rs`.
    ("POST", "/unsubscribe/{token}", ALL),
];

const SERIES: [(&str, &str); 4] =
    [("id", "{event}"), ("form[name]", "Tapes"), ("form[rhythm]", "weekly"), ("form[every]", "1")];
const SAVE_SERIES: [(&str, &str); 4] =
    [("id", "{series}"), ("form[name]", "Tapes"), ("form[rhythm]", "weekly"), ("form[every]", "1")];

const WRITE: Fields =
    &[("event", "{event}"), ("form[subject]", "Coats"), ("form[body]", "Bring one."), ("form[confirmed]", "true")];

const CODE: Fields = &[("id", "{event}"), ("form[note]", "Choir"), ("form[most]", "3"), ("form[expires]", "")];
const CODE_OF_DRAFT: Fields = &[("id", "{draft}"), ("form[note]", "Choir"), ("form[most]", "3"), ("form[expires]", "")];
const SLOTS: Fields = &[
    ("id", "{role}"),
    ("slots[from]", "2027-04-03T10:00"),
    ("slots[until]", "2027-04-03T13:00"),
    ("slots[minutes]", "60"),
    ("slots[places]", "2"),
];
const BY_HAND: Fields = &[("id", "{event}"), ("handle", "{public-handle}"), ("reason", "Our guest")];

/// A whole plan, with what goes before it.
macro_rules! plan {
    ($($before:expr),*) => {
        &[
            $($before,)*
            ("plan[chapter]", "{chapter}"),
            ("plan[title]", "Tapes"),
            ("plan[locale]", "en"),
            ("plan[zone]", "Asia/Shanghai"),
            ("plan[starts]", "2027-05-01T14:00"),
            ("plan[ends]", "2027-05-01T17:00"),
            ("plan[venue]", "Depot"),
            ("plan[capacity]", "40"),
            ("plan[honor]", "20"),
        ]
    };
}

const PLAN: Fields = plan![];
const EDIT: Fields = plan![("id", "{event}")];
const EDIT_DRAFT: Fields = plan![("id", "{draft}")];

/// Fails with all that differ.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn compare(&mut self, what: &str, role: usize, wanted: &str, answer: &Answer) {
        let wanted = wanted.chars().nth(role).unwrap_or('?');
        let got = match answer.status.as_u16() {
            200..=399 | 409 | 422 => 'o',
            401 => 's',
            403 => 'f',
            404 => 'h',
            _ => '!',
        };
        if got != wanted {
            self.0.push(format!(
                "{what} by {}: {got} ({}) instead of {wanted}: {:.120}",
                ROLES[role],
                answer.status,
                answer.body.trim()
            ));
        }
    }

    #[track_caller]
    fn must_be_none(self) {
        assert!(self.0.is_empty(), "{} differ:\n{}", self.0.len(), self.0.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_opens_to_those_it_is_for() {
    each_app(async |app: TestApp| {
        badges::found(&app).await.expect("the house's badges");
        let mut differences = Differences::default();
        for role in 0..ROLES.len() {
            let scene = Scene::set(&app, role).await;
            for (page, wanted) in PAGES {
                let answer = scene.visitor.get(&scene.fill(page)).await;
                differences.compare(page, role, wanted, &answer);
                assert!(answer.status.as_u16() < 500, "{page}: {:.400}", answer.body);
            }
        }
        differences.must_be_none();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_server_function_is_open_to_those_it_is_for() {
    // The same call in each role, one after the other, would look like guessing.
    let unlimited = HttpSettings { rate_limits: Switch::Off, ..HttpSettings::default() };
    each_app_with(unlimited, async |app: TestApp| {
        badges::found(&app).await.expect("the house's badges");
        let mut differences = Differences::default();
        for role in 0..ROLES.len() {
            let scene = Scene::set(&app, role).await;
            for (function, fields, wanted) in FUNCTIONS {
                let fields: Vec<(&str, String)> =
                    fields.iter().map(|(name, value)| (*name, scene.fill(value))).collect();
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let answer = scene.visitor.call(function, &fields).await;
                differences.compare(function, role, wanted, &answer);
                // A function is a POST: what changes something must not hide behind a link.
                assert_eq!(scene.visitor.get(function).await.status.as_u16(), 405, "{function}");
            }
        }
        differences.must_be_none();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_other_route_is_open_to_those_it_is_for() {
    each_app(async |app: TestApp| {
        badges::found(&app).await.expect("the house's badges");
        let mut differences = Differences::default();
        for role in 0..ROLES.len() {
            let scene = Scene::set(&app, role).await;
            for (method, route, wanted) in PLAIN {
                let path = scene.fill(route);
                let answer = match *method {
                    "GET" => scene.visitor.get(&path).await,
                    _ => scene.visitor.upload(&path, "cover", b"not a picture").await,
                };
                differences.compare(route, role, wanted, &answer);
            }
        }
        differences.must_be_none();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_missing_in_these_tables() {
    // The router registers functions and pages; asked the same way here.
    let _app = TestApp::fresh(backend::db::Engine::Sqlite, HttpSettings::default()).await;
    let listed: BTreeSet<&str> = FUNCTIONS.iter().map(|(path, ..)| *path).collect();
    let real: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    assert_eq!(listed.difference(&real).collect::<Vec<_>>(), Vec::<&&str>::new(), "listed, but not there");
    assert_eq!(real.difference(&listed).collect::<Vec<_>>(), Vec::<&&str>::new(), "there, but not listed");
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        assert_eq!(method, Method::POST, "{path}");
    }

    // Whatever a part is called, with the ending of a file.
    let part = |part: &str| match part.strip_prefix(['{', ':']) {
        Some(name) => format!("{{}}{}", name.split_once('}').map_or("", |(_, ending)| ending)),
        None => part.to_owned(),
    };
    let shape = |path: &str| path.split('/').map(part).collect::<Vec<_>>().join("/");
    let listed: BTreeSet<String> = PAGES.iter().map(|(path, _)| shape(path)).collect();
    let real: BTreeSet<String> = popcorn::http::page_paths().iter().map(|path| shape(path)).collect();
    assert_eq!(listed, real, "pages");

    let listed: BTreeSet<(&str, String)> = PLAIN.iter().map(|(method, path, _)| (*method, shape(path))).collect();
    let real: BTreeSet<(&str, String)> =
        popcorn::http::PLAIN_ROUTES.iter().map(|(method, path)| (*method, shape(path))).collect();
    assert_eq!(listed, real, "other routes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_is_no_way_in() {
    each_app(async |app: TestApp| {
        // Ids that are none, of nobody, or of something else; a body that is no form.
        let scene = Scene::set_for_nonsense(&app).await;
        for (function, fields, _) in FUNCTIONS {
            for nonsense in [
                "",
                "x",
                "00000000-0000-0000-0000-000000000000",
                "../../etc/passwd",
                "'; DROP TABLE member; --",
                "\0",
                "\u{1}\u{202e}",
            ] {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, _)| (*name, nonsense)).collect();
                let answer = scene.visitor.call(function, &fields).await;
                assert!(answer.status.as_u16() < 500, "{function} {nonsense:?}: {} {}", answer.status, answer.body);
            }
            let kind = [("content-type", "application/x-www-form-urlencoded")];
            let answer = scene.visitor.send(Method::POST, function, Body::from("%ff&=&[]=&a[b]=c"), &kind).await;
            assert!(answer.status.as_u16() < 500, "{function}: {} {}", answer.status, answer.body);
        }
        for (page, _) in PAGES {
            let path: String = page
                .split('/')
                .map(|part| if part.starts_with('{') { "%F0%9F%8D%BF'" } else { part })
                .collect::<Vec<_>>()
                .join("/");
            // A zero is in no text of ours, and one of the databases takes none.
            assert_eq!(scene.visitor.get(&format!("{path}?chapter=%00")).await.status.as_u16(), 400, "{path}");
            let answer =
                scene.visitor.get(&format!("{path}?page=-1&chapter=%01&done=%3Cxq%3E&token=%22%3E%3Cscript%3E")).await;
            assert!(answer.status.as_u16() < 500, "{path}: {} {:.400}", answer.status, answer.body);
            assert!(
                !answer.body.contains("\"><script>") && !answer.body.contains("<xq>"),
                "{path} writes what it was sent"
            );
        }
    })
    .await;
}
