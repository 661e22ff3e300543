//! The camera as a scanner, where the browser can read codes itself (`BarcodeDetector`). Everywhere else codes are typed.

use crate::{components::Icon, messages::door, visit::locale};
use leptos::{html::Video, prelude::*};

/// What the camera is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Eye {
    /// This browser cannot read codes: nothing is offered.
    Absent,
    Closed,
    Open,
    /// The camera was refused or is in use.
    Refused,
}

/// Offers the camera; `on_code` is called with each code that comes into view, again and again until it takes it.
#[component]
pub(super) fn Camera(
    /// Is told what was read, and says whether it took it.
    on_code: Callback<String, bool>,
) -> impl IntoView {
    let l = locale();
    let eye = RwSignal::new(Eye::Absent);
    let video = NodeRef::<Video>::new();
    Effect::new(move |_| {
        if scan::is_possible() {
            eye.set(Eye::Closed);
        }
    });
    on_cleanup(scan::stop);
    let press = move |_| {
        if eye.get_untracked() == Eye::Open {
            scan::stop();
            eye.set(Eye::Closed);
        } else {
            eye.set(Eye::Open);
            scan::start(video, on_code, move || eye.set(Eye::Refused));
        }
    };
    view! {
        <div class="camera" hidden=move || eye.get() == Eye::Absent>
            <video node_ref=video muted=true playsinline=true hidden=move || eye.get() != Eye::Open></video>
            <div class="flow center">
                <p hidden=move || eye.get() != Eye::Open>{door::hold(l)}</p>
                <p role="status" hidden=move || eye.get() != Eye::Refused>{door::no_camera(l)}</p>
                <button class="btn small" type="button" on:click=press>
                    <Icon name="qr"/>
                    {move || if eye.get() == Eye::Open { door::stop_camera(l) } else { door::scan(l) }}
                </button>
            </div>
        </div>
    }
}

/// The browser's part.
#[cfg(feature = "hydrate")]
mod scan {
    use js_sys::{Array, Function, Object, Promise, Reflect};
    use leptos::{html::Video, prelude::*};
    use std::{
        cell::{Cell, RefCell},
        time::Duration,
    };
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

    /// How often a picture is looked at.
    const EVERY: Duration = Duration::from_millis(250);

    /// So many pictures without it, and a ticket is out of view: two seconds.
    const GONE_AFTER: u32 = 8;

    thread_local! {
        static STREAM: RefCell<Option<MediaStream>> = const { RefCell::new(None) };
        /// Counts starts and stops: who waited for something looks whether it is still their turn.
        static TURN: Cell<u32> = const { Cell::new(0) };
    }

    fn detector_type() -> Option<Function> {
        Reflect::get(&window(), &"BarcodeDetector".into()).ok()?.dyn_into().ok()
    }

    /// Can this browser read codes, and has it a camera to offer?
    pub(super) fn is_possible() -> bool {
        detector_type().is_some() && window().navigator().media_devices().is_ok()
    }

    /// Opens the camera and reads codes until it is stopped.
    pub(super) fn start(video: NodeRef<Video>, on_code: Callback<String, bool>, refused: impl Fn() + 'static) {
        stop();
        let turn = TURN.get();
        spawn_local(async move {
            let Some(video) = video.get_untracked() else { return };
            let outcome = match open(&video, turn).await {
                Ok(()) => watch(&video, on_code, turn).await,
                refusal => refusal,
            };
            if outcome.is_err() && turn == TURN.get() {
                stop();
                refused();
            }
        });
    }

    /// Closes the camera: its light goes out.
    pub(super) fn stop() {
        TURN.set(TURN.get().wrapping_add(1));
        if let Some(stream) = STREAM.take() {
            close(&stream);
        }
    }

    fn close(stream: &MediaStream) {
        for track in stream.get_tracks() {
            if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
                track.stop();
            }
        }
    }

    async fn open(video: &HtmlVideoElement, turn: u32) -> Result<(), JsValue> {
        let wish = Object::new();
        Reflect::set(&wish, &"facingMode".into(), &"environment".into())?;
        let constraints = MediaStreamConstraints::new();
        constraints.set_video(&wish);
        let stream =
            JsFuture::from(window().navigator().media_devices()?.get_user_media_with_constraints(&constraints)?)
                .await?;
        let stream: MediaStream = stream.dyn_into()?;
        if turn != TURN.get() {
            // Stopped while the helper was asked: nobody would see that it is on.
            close(&stream);
            return Ok(());
        }
        video.set_src_object(Some(&stream));
        STREAM.set(Some(stream));
        JsFuture::from(video.play()?).await.map(drop)
    }

    async fn watch(video: &HtmlVideoElement, on_code: Callback<String, bool>, turn: u32) -> Result<(), JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"formats".into(), &Array::of1(&"qr_code".into()))?;
        let detector = Reflect::construct(&detector_type().ok_or(JsValue::NULL)?, &Array::of1(&options))?;
        let detect: Function = Reflect::get(&detector, &"detect".into())?.dyn_into()?;
        // A ticket that is held up longer than it takes to press "Next" is not a second ticket.
        let (mut taken, mut missed) = (None, 0);
        while turn == TURN.get() {
            let seen: Promise = detect.call1(&detector, video)?.dyn_into()?;
            // One picture that cannot be read is no reason to stop.
            let seen = JsFuture::from(seen).await.ok();
            let code = seen.and_then(|codes| {
                Reflect::get(&Array::from(&codes).get(0), &"rawValue".into()).ok().and_then(|v| v.as_string())
            });
            missed = if code.is_some() && code == taken { 0 } else { missed + 1 };
            if missed > GONE_AFTER {
                taken = None;
            }
            if let Some(code) = code.filter(|code| taken.as_ref() != Some(code))
                && turn == TURN.get()
                && on_code.run(code.clone())
            {
                (taken, missed) = (Some(code), 0);
            }
            wait().await;
        }
        Ok(())
    }

    async fn wait() {
        let later = Promise::new(&mut |resolve, _| {
            _ = set_timeout(
                move || {
                    _ = resolve.call0(&JsValue::NULL);
                },
                EVERY,
            );
        });
        _ = JsFuture::from(later).await;
    }
}

/// On the server there is no camera.
#[cfg(not(feature = "hydrate"))]
mod scan {
    use leptos::{html::Video, prelude::*};

    pub(super) fn is_possible() -> bool {
        false
    }
    pub(super) fn start(_: NodeRef<Video>, _: Callback<String, bool>, _: impl Fn() + 'static) {}
    pub(super) fn stop() {}
}
