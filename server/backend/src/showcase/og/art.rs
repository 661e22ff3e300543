//! The house's own drawings, as share images need them: read once, at compile time.

/// A drawing of the house.
#[derive(Debug)]
pub(super) struct House {
    /// Its public address.
    path: &'static str,
    /// The file.
    pub(super) svg: &'static str,
    /// What matters in it is this far down, of 100: there it is cropped to.
    pub(super) focus: u8,
}

macro_rules! house {
    ($($path:literal $focus:literal),* $(,)?) => {
        [$(House { path: $path, svg: include_str!(concat!("../../../../../public", $path)), focus: $focus }),*]
    };
}

static DRAWINGS: [House; 22] = house![
    "/art/lanterns.svg" 72,
    "/art/listener.svg" 38,
    "/art/portrait.svg" 46,
    "/art/rabbit.svg" 40,
    "/art/record.svg" 50,
    "/art/spill.svg" 56,
    "/art/tape.svg" 54,
    "/art/tower.svg" 60,
    "/art/trophy.svg" 62,
    "/badges/blank.svg" 50,
    "/badges/city-founder.svg" 50,
    "/badges/cover-star.svg" 50,
    "/badges/every-chapter.svg" 50,
    "/badges/first-meetup.svg" 50,
    "/badges/five-meetups.svg" 50,
    "/badges/golden-rabbit.svg" 50,
    "/badges/night-shift.svg" 50,
    "/badges/nominator.svg" 50,
    "/badges/open-day-crew.svg" 50,
    "/badges/seed-member.svg" 50,
    "/badges/ten-meetups.svg" 50,
    "/badges/voter.svg" 50,
];

/// The drawing under this address, if it is one of ours.
pub(super) fn house(path: &str) -> Option<&'static House> {
    DRAWINGS.iter().find(|drawing| drawing.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawing_of_the_house_can_be_shared() {
        let public = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public");
        for folder in ["art", "badges"] {
            for file in std::fs::read_dir(public.join(folder)).expect("the public folder") {
                let name = file.expect("a file").file_name().into_string().expect("a plain name");
                let is_face = name.starts_with("face-");
                let found = house(&format!("/{folder}/{name}"));
                assert!(is_face || found.is_some(), "{name} is missing in this table");
                let read =
                    found.map(|drawing| resvg::usvg::Tree::from_str(drawing.svg, &resvg::usvg::Options::default()));
                assert!(read.is_none_or(|tree| tree.is_ok()), "{name} cannot be read");
            }
        }
    }
}
