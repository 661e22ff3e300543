//! What the next page says after something was done: a closed set of codes in `?done=`, so that nobody can put words on a page.

use crate::messages::common;
use domain::Locale;

macro_rules! notices {
    ($($name:ident $code:literal $message:ident,)*) => {
        /// Something was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is the message of the same name")]
        pub enum Notice {
            $($name,)*
        }

        impl Notice {
            /// The code in the address.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// The notice of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// The sentence.
            pub const fn text(self, locale: Locale) -> &'static str {
                match self {
                    $(Self::$name => common::$message(locale),)*
                }
            }
        }
    };
}

notices! {
    Saved "saved" done_saved,
    SignedIn "signed-in" done_signed_in,
    SignedOut "signed-out" done_signed_out,
    Welcome "welcome" done_welcome,
    EmailSent "email-sent" done_email_sent,
    EmailConfirmed "email-confirmed" done_email_confirmed,
    PasswordChanged "password-changed" done_password_changed,
    SessionsEnded "sessions-ended" done_sessions_ended,
    SeatSaved "seat-saved" done_seat_saved,
    InLine "in-line" done_in_line,
    Requested "requested" done_requested,
    Decided "decided" done_decided,
    CodeMade "code-made" done_code_made,
    ShiftTaken "shift-taken" done_shift_taken,
    ShiftSwapped "shift-swapped" done_shift_swapped,
    ShiftsAdded "shifts-added" done_shifts_added,
    Noted "noted" done_noted,
    SeatGivenUp "seat-given-up" done_seat_given_up,
    OfferTaken "offer-taken" done_offer_taken,
    OfferPassed "offer-passed" done_offer_passed,
    LeftLine "left-line" done_left_line,
    DraftSaved "draft-saved" done_draft_saved,
    Published "published" done_published,
    PublishSet "publish-set" done_publish_set,
    PublishOff "publish-off" done_publish_off,
    Postponed "postponed" done_postponed,
    Moved "moved" done_moved,
    Copied "copied" done_copied,
    DraftsMade "drafts-made" done_drafts_made,
    Invited "invited" done_invited,
    Accepted "accepted" done_accepted,
    Declined "declined" done_declined,
    RecapOut "recap" done_recap,
    Cancelled "cancelled" done_cancelled,
    Closed "closed" done_closed,
    Reopened "reopened" done_reopened,
    BadgeGranted "badge-granted" done_badge_granted,
    BadgeRevoked "badge-revoked" done_badge_revoked,
    BadgeRestored "badge-restored" done_badge_restored,
    BatchGranted "batch-granted" done_batch_granted,
    BatchUndone "batch-undone" done_batch_undone,
    HonorAdded "honor-added" done_honor_added,
    HonorCorrected "honor-corrected" done_honor_corrected,
    HonorAsked "honor-asked" done_honor_asked,
    Objected "objected" done_objected,
    Answered "answered" done_answered,
    RuleHolds "rule-holds" done_rule_holds,
    PersonAdded "person-added" done_person_added,
    PersonRemoved "person-removed" done_person_removed,
    DoneForAll "done-for-all" done_for_all,
    CheckedIn "checked-in" done_checked_in,
    Undone "undone" done_undone,
    Deleted "deleted" done_deleted,
    Asked "asked" done_asked,
    TakenBack "taken-back" done_taken_back,
    SeatFreed "seat-freed" done_seat_freed,
    Proposed "proposed" done_proposed,
    TermChanged "term" done_term,
    LetterKept "letter-kept" done_letter_kept,
    LetterSent "letter-sent" done_letter_sent,
}

impl Notice {
    /// The address with the notice: before a `#`, after what is asked already.
    pub fn on(self, address: &str) -> String {
        with_done(address, Some(self.code()))
    }

    /// The address without a notice.
    pub fn off(address: &str) -> String {
        with_done(address, None)
    }
}

fn with_done(address: &str, code: Option<&str>) -> String {
    let (path, hash) = address.split_once('#').map_or((address, None), |(path, hash)| (path, Some(hash)));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("done=")).map(str::to_owned);
    let query: Vec<String> = kept.chain(code.map(|code| format!("done={code}"))).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let hash = hash.map(|hash| format!("#{hash}")).unwrap_or_default();
    format!("{path}{query}{hash}")
}

#[cfg(test)]
mod tests {
    use super::Notice;

    #[test]
    fn the_notice_goes_between_path_and_fragment() {
        assert_eq!(Notice::Saved.on("/my/settings"), "/my/settings?done=saved");
        assert_eq!(Notice::Saved.on("/e/a?x=1&done=in-line#join"), "/e/a?x=1&done=saved#join");
        assert_eq!(Notice::off("/e/a?x=1&done=in-line#join"), "/e/a?x=1#join");
        assert_eq!(Notice::off("/e/a?done=in-line"), "/e/a");
        assert_eq!(Notice::from_code(Notice::InLine.code()), Some(Notice::InLine));
        assert_eq!(Notice::from_code("<b>"), None);
    }
}
