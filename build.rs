//! Embedded folders are not seen by cargo's own change detection.
fn main() {
    println!("cargo::rerun-if-changed=data/catalogue");
    println!("cargo::rerun-if-changed=data/demo");
}
