#!/bin/sh
# A RUSTC_WRAPPER for cargo-fuzz: coverage is measured in what reads files (this package and its parsers) and nowhere
# else. Instrumenting the column store and the chart crates would cost half an hour of building and steer the fuzzer
# towards code that no input reaches.
case " $* " in
*" --crate-name tryggtall "* | *" --crate-name tryggtall_fuzz "* | *" --crate-name calamine "* | \
*" --crate-name quick_xml "* | *" --crate-name serde_json "* | *" --crate-name toml_parser "* | \
*" --crate-name zip "* | *" --crate-name lexer "* | *" --crate-name workbook "* | \
*" --crate-name form15f "* | *" --crate-name json_stat "* | *" --crate-name toml "*)
    exec "$@" ;;
esac
for argument in "$@"; do
    shift
    case "$argument" in
    -Cpasses=sancov-module | -Cllvm-args=-sanitizer-coverage-* | -Cllvm-args=-simplifycfg-* | -Ccodegen-units=1) ;;
    *) set -- "$@" "$argument" ;;
    esac
done
exec "$@"
