//! Migrations are embedded by a macro that does not see new files: cargo is told to look.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../../migrations");
}
