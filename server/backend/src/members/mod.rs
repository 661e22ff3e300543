//! Accounts: registering, signing in, staying signed in, what a member can change of themselves, their page.

mod arrive;
mod change_password;
mod codes;
mod confirm_email;
mod device;
mod locale;
pub(crate) mod naming;
mod password;
mod profile;
mod profile_parts;
mod profile_statement;
mod profile_story;
mod register;
mod reset_password;
pub(crate) mod session;
mod set_up;
mod settings;
mod sign_in;
mod visibility;

pub use arrive::{ArriveForm, arrive};
pub use change_password::change_password;
pub(crate) use codes::VALID_S as CODE_VALID_S;
pub use confirm_email::{confirm_email, send_confirmation};
pub use locale::choose_locale;
pub use profile::{preview, profile};
pub use profile_parts::{move_badge, page_desk, save_parts};
pub use profile_statement::{Form, StatementWords, my_honor, statement_file};
pub use register::{RegisterForm, register};
pub(crate) use reset_password::send_reset_code;
pub use reset_password::{ResetForm, ask_reset, reset_password};
pub use session::{NewSession, SignedIn, end_session, session, sign_out};
pub use set_up::{create_admin, set_up};
pub use settings::{SettingsForm, save_settings, settings_page};
pub use sign_in::sign_in;
pub use visibility::{Visibility, set_public};
