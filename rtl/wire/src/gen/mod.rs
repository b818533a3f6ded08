//! Everything that is made from the tables: documents, the Wireshark dissector, the Python
//! module. Each is a template with places to fill in; a place is a line `@NAME@`, or `@NAME@`
//! within a line.

mod docs;
mod lua;
mod python;
pub mod sample;

use std::path::Path;

/// A generated file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Artefact {
    /// Group by which it is asked for: `docs`, `lua`, `python`.
    pub group: &'static str,
    /// Where it is kept, from the top of the repository.
    pub path: &'static str,
    /// Its text.
    pub text: String,
}

/// Every generated file.
pub fn artefacts() -> Vec<Artefact> {
    let artefact = |group, path, text| Artefact { group, path, text };
    vec![
        artefact("docs", "docs/wire-format.md", docs::wire_format()),
        artefact("docs", "docs/registers.md", docs::registers()),
        artefact("lua", "testbench/dissector/expether.lua", lua::dissector()),
        artefact("python", "testbench/expether_wire.py", python::module()),
    ]
}

/// Writes the files of a group (or all) into `folder`, by their bare names.
///
/// # Errors
/// What the file system says.
pub fn write(group: &str, folder: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    std::fs::create_dir_all(folder)?;
    let mut written = vec![];
    for artefact in artefacts() {
        if group == "all" || group == artefact.group {
            let name = artefact.path.rsplit('/').next().unwrap_or(artefact.path);
            let path = folder.join(name);
            std::fs::write(&path, artefact.text)?;
            written.push(path);
        }
    }
    Ok(written)
}

/// `template` with every `@NAME@` replaced by what `value` has for `NAME`. A name is of capitals,
/// digits, `_` and `:`; what `value` does not know stays, so that a test can find it.
fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some(start) = rest.find('@') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let known = from[1..].find('@').and_then(|end| {
            let name = &from[1..=end];
            let is_name =
                |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "_:".contains(c);
            let filled = if name.chars().all(is_name) { value(name) } else { None };
            filled.map(|text| (text, end + 2))
        });
        match known {
            Some((text, used)) => {
                out.push_str(text.trim_end_matches('\n'));
                rest = &from[used..];
            }
            None => {
                out.push('@');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn fill__replaces_known_names__and_leaves_the_rest() {
        let value = |name: &str| (name == "A_1").then(|| "x\n".to_owned());
        assert_eq!(fill("a@A_1@b@B@c@d", value), "axb@B@c@d");
    }

    /// The committed files are what the tables give. `EXPETHER_BLESS=1` (`make bless`) or `BLESS=1` writes them anew.
    #[test]
    fn generated_files__equal__what_the_tables_give() {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let bless = ["BLESS", "EXPETHER_BLESS"].iter().any(|v| std::env::var_os(v).is_some());
        for artefact in artefacts() {
            let path = top.join(artefact.path);
            if bless {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, &artefact.text).unwrap();
            }
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                committed == artefact.text,
                "{} is not what the tables give; `make bless` writes it anew",
                artefact.path
            );
        }
    }

    #[test]
    fn generated_files__have_no_place_left_empty() {
        for artefact in artefacts() {
            let place = artefact.text.split('@').skip(1).find(|part| {
                part.len() > 3 && part.chars().all(|c| c.is_ascii_uppercase() || "_:".contains(c))
            });
            assert_eq!(place, None, "{}", artefact.path);
        }
    }
}
