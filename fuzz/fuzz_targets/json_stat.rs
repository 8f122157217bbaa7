#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tryggtall_fuzz::json_stat(bytes));
