//! Bytes as addresses, cookies and published files carry them.

/// Two hexadecimal digits a byte, in small letters.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
