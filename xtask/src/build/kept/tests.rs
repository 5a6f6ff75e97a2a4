//! Deployments, one after the other, on loopback.

mod deployed;

use super::super::integrity::sha384;
use super::super::stamp::Stamp;
use super::super::widget;
use super::*;
use deployed::{BROKEN, MOVED, Place, Site};

#[test]
fn every_deployment_publishes_what_was_published_before() {
    let here = Place::new("here");
    let first = here.build("first", None).unwrap();
    let site = Site::of(&here);
    let second = here.build("second", Some(&site)).unwrap();
    assert_eq!(here.listed(), [second.clone(), first.clone()]);
    assert_eq!(site.asked(), ["/v/versions.json"], "the first is here");
    // On another machine, which has nothing.
    let there = Place::new("there");
    let site = Site::of(&here);
    let third = there.build("third", Some(&site)).unwrap();
    let all = [third.clone(), second.clone(), first.clone()];
    assert_eq!(there.listed(), all);
    assert!(all.iter().all(|version| there.is_whole(version)));
    for version in [&first, &second] {
        let mut files = 0;
        for entry in fs::read_dir(here.file(version)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap();
            let kept = fs::read(there.file(version).join(name)).unwrap();
            assert_eq!(kept, fs::read(&path).unwrap(), "{}", path.display());
            files += 1;
        }
        assert_eq!(files, 5, "four files and the inventory");
    }
    // The same once more changes nothing.
    let site = Site::of(&there);
    assert_eq!(there.build("third", Some(&site)).unwrap(), third);
    assert_eq!(there.listed(), all);
    assert_eq!(site.asked(), ["/v/versions.json"]);
    // What is made again becomes the newest, once.
    let site = Site::of(&there);
    assert_eq!(there.build("first", Some(&site)).unwrap(), first);
    assert_eq!(there.listed(), [first, third, second]);
}

#[test]
fn a_build_without_keeping_replaces_only_its_own_version() {
    let here = Place::new("plain");
    let deployed = here.build("deployed", None).unwrap();
    let site = Site::of(&here);
    // It is this build's and a kept one at the same time.
    here.build("deployed", Some(&site)).unwrap();
    assert_eq!(here.listed(), [deployed.as_str()]);
    for word in ["change", "other change"] {
        let local = here.build(word, None).unwrap();
        assert_eq!(here.listed(), [local.clone(), deployed.clone()]);
        let mut folders = [local, deployed.clone()];
        folders.sort();
        assert_eq!(here.folders(), folders);
    }
    assert!(here.is_whole(&deployed));
    // Another origin is another deployment.
    let elsewhere = Site::empty();
    let local = here.build("change", Some(&elsewhere)).unwrap();
    assert_eq!(here.listed(), [local.as_str()]);
    assert_eq!(here.folders(), [local]);
}

#[test]
fn where_there_is_no_list_the_newest_is_kept() {
    let here = Place::new("latest");
    let first = here.build("first", None).unwrap();
    let site = Site::of(&here);
    site.take("/v/versions.json");
    let there = Place::new("latest-there");
    let second = there.build("second", Some(&site)).unwrap();
    assert_eq!(there.listed(), [second, first]);
    site.put(
        "/v/latest.json",
        r#"{"version":"../../x-01234567","files":[]}"#,
    );
    let error = there.build("second", Some(&site)).unwrap_err().to_string();
    assert!(error.contains("is not the name of a version"), "{error}");
}

#[test]
fn where_nothing_is_published_there_is_nothing_to_keep() {
    let here = Place::new("nothing");
    let site = Site::empty();
    let version = here.build("first", Some(&site)).unwrap();
    assert_eq!(here.listed(), [version]);
    assert_eq!(site.asked(), ["/v/versions.json", "/v/latest.json"]);
}

/// What is said where a deployment was changed; nothing of it is kept.
fn refused(name: &str, change: impl FnOnce(&Site, &str)) -> String {
    let here = Place::new(&format!("{name}-here"));
    let version = here.build("first", None).unwrap();
    let site = Site::of(&here);
    change(&site, &version);
    let there = Place::new(&format!("{name}-there"));
    let error = there.build("second", Some(&site)).unwrap_err().to_string();
    assert!(!there.is_whole(&version), "{name}");
    assert!(there.shelf().remembered().unwrap().is_none(), "{name}");
    assert!(!there.file("../../obole.js").exists(), "{name}");
    let sentence = error.strip_prefix(&site.origin);
    let sentence = sentence.unwrap_or_else(|| panic!("{name}: {error}"));
    sentence.replace(&version, "V")
}

#[test]
fn a_changed_byte_is_refused() {
    for file in ["obole.js", "widget.js", "widget_bg.wasm", "late.js"] {
        let told = refused(&format!("byte-{file}"), |site, version| {
            let path = format!("/v/{version}/{file}");
            let mut content = site.files.lock().unwrap()[&path].clone();
            *content.last_mut().unwrap() ^= 1;
            site.put(&path, content);
        });
        let expected = format!(
            "/v/V/{file} cannot be kept: its content is not that of the inventory's integrity."
        );
        assert_eq!(told, expected);
    }
}

#[test]
fn a_changed_file_is_refused_though_the_inventory_was_changed_with_it() {
    // Both as long as what they replace.
    for (file, from, to, expected) in [
        (
            "obole.js",
            "load('",
            "leak('",
            "/v/V/obole.js cannot be kept: its content is not the one that the version is named \
             after.",
        ),
        (
            "late.js",
            "late of",
            "evil of",
            "/v/V/obole.js cannot be kept: it does not name the integrity of late.js.",
        ),
    ] {
        let told = refused(&format!("both-{file}"), |site, version| {
            let path = format!("/v/{version}/{file}");
            let before = sha384(&site.files.lock().unwrap()[&path]);
            site.replace(&path, from, to);
            let after = sha384(&site.files.lock().unwrap()[&path]);
            site.replace(&format!("/v/{version}/inventory.json"), &before, &after);
        });
        assert_eq!(told, expected);
    }
}

#[test]
fn no_name_leads_to_another_folder() {
    for (name, path) in [
        ("up", "/v/V/../../../obole.js"),
        ("across", "/v/0.0.1-01234567/late.js"),
        ("deeper", "/v/V/x/late.js"),
        ("absolute", "/etc/late.js"),
    ] {
        let told = refused(name, |site, version| {
            let inventory = format!("/v/{version}/inventory.json");
            let listed = path.replace('V', version);
            site.replace(&inventory, &format!("/v/{version}/late.js"), &listed);
            site.put(&listed, "late of first");
        });
        let expected = format!(
            "/v/V/inventory.json cannot be kept: it lists {path:?}, which is no file of this \
             version."
        );
        assert_eq!(told, expected);
    }
    for version in ["../../x-01234567", "latest.json", ""] {
        let told = refused("listed", |site, _| {
            site.put(
                "/v/versions.json",
                format!(r#"{{"versions":["{version}"]}}"#),
            );
        });
        let expected = format!(
            "/v/versions.json cannot be kept: it lists {version:?}, which is not the name of a \
             version."
        );
        assert_eq!(told, expected);
    }
}

/// What is done to a deployment.
type Change = fn(&Site, &str);

#[test]
fn anything_unexpected_ends_the_build_with_a_sentence() {
    let list = "/v/versions.json cannot be kept: ";
    let late = "/v/V/late.js cannot be kept: ";
    let cases: [(&str, &str, Change); 8] = [
        (list, "it lists no version.", |site, _| {
            site.put("/v/versions.json", r#"{"versions":[]}"#);
        }),
        (list, "it lists V twice.", |site, version| {
            let twice = format!(r#"{{"versions":["{version}","{version}"]}}"#);
            site.put("/v/versions.json", twice);
        }),
        (list, "it was answered with status 500.", |site, _| {
            site.put("/v/versions.json", BROKEN);
        }),
        (list, "it was answered with status 302.", |site, _| {
            site.put("/elsewhere", "{}");
            site.put("/v/versions.json", MOVED);
        }),
        (
            list,
            "it has more than the 262144 bytes that it may have.",
            |site, _| site.put("/v/versions.json", vec![b' '; LIST_MAX + 1]),
        ),
        (late, "it is not there (status 404).", |site, version| {
            site.take(&format!("/v/{version}/late.js"));
        }),
        (
            late,
            "it has more than the 13 bytes that it may have.",
            |site, version| site.put(&format!("/v/{version}/late.js"), "late of first and more"),
        ),
        (
            "/v/V/inventory.json cannot be kept: ",
            "it is the inventory of \"0.0.1-01234567\".",
            |site, version| {
                let path = format!("/v/{version}/inventory.json");
                site.replace(&path, version, "0.0.1-01234567");
            },
        ),
    ];
    for (number, (what, why, change)) in cases.into_iter().enumerate() {
        let told = refused(&format!("unexpected-{number}"), change);
        assert_eq!(told, format!("{what}{why}"));
    }
    let told = refused("html", |site, _| {
        site.put("/v/versions.json", "<!doctype html>");
    });
    assert!(told.contains("it is not a list of versions"), "{told}");
    let there = Place::new("unreached");
    let mut nowhere = Site::empty();
    nowhere.origin = "http://127.0.0.1:1".to_owned();
    let error = there
        .build("first", Some(&nowhere))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("http://127.0.0.1:1/v/versions.json could not be fetched: "),
        "{error}"
    );
}

#[test]
fn what_is_here_and_right_is_not_fetched_again() {
    let here = Place::new("repair");
    let first = here.build("first", None).unwrap();
    let site = Site::of(&here);
    here.build("second", Some(&site)).unwrap();
    site.asked();
    let late = here.file(&format!("{first}/late.js"));
    fs::write(&late, "other").unwrap();
    // A build that fetches nothing leaves it out, but remembers it.
    let second = here.build("second", None).unwrap();
    assert_eq!(here.listed(), [second.as_str()]);
    here.build("second", Some(&site)).unwrap();
    assert_eq!(here.listed(), [second.clone(), first.clone()]);
    // One file of it is damaged.
    site.asked();
    fs::write(&late, "other").unwrap();
    here.build("second", Some(&site)).unwrap();
    let of_it = |file: &str| format!("/v/{first}/{file}");
    let expected = [
        "/v/versions.json".to_owned(),
        of_it("inventory.json"),
        of_it("late.js"),
    ];
    assert_eq!(site.asked(), expected);
    assert_eq!(here.listed(), [second, first.clone()]);
    assert!(here.is_whole(&first));
}

#[test]
fn only_the_newest_are_kept_and_the_others_named() {
    let here = Place::new("many");
    let mut all = Vec::new();
    for number in 0..VERSIONS_MAX + 2 {
        all.insert(0, here.make(&number.to_string()));
    }
    let list = List {
        origin: None,
        versions: all.clone(),
    };
    list.write(&here.file(LIST)).unwrap();
    let site = Site::of(&here);
    let there = Place::new("many-there");
    let local = there.build("local", Some(&site)).unwrap();
    let (kept, dropped) = all.split_at(VERSIONS_MAX);
    let mut expected = vec![local];
    expected.extend_from_slice(kept);
    assert_eq!(there.listed(), expected);
    let told = told("https://pay.example.org", &kept[..2], dropped);
    let expected = [
        format!(
            "Kept from https://pay.example.org: {}, {}.",
            kept[0], kept[1]
        ),
        format!(
            "Dropped, because 50 newer ones are kept: {}, {}. Pages that pin one of these lose \
             the checkout with the next deployment.",
            dropped[0], dropped[1]
        ),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_step_that_is_skipped_keeps_too() {
    let here = Place::new("stamp");
    let first = here.build("first", None).unwrap();
    let site = Site::of(&here);
    let there = Place::new("stamp-there");
    let (public, stamp) = (there.0.join("public"), Stamp::at(there.0.join("stamp")));
    let current = || widget::current(&public, &stamp, "inputs");
    let second = there.build("second", None).unwrap();
    fs::create_dir_all(public.join("gallery")).unwrap();
    assert_eq!(current(), None, "never run");
    stamp.write("inputs").unwrap();
    assert_eq!(current(), Some(second.clone()));
    let origin = Url::parse(&site.origin).unwrap();
    there.shelf().fetch(&origin).unwrap();
    assert_eq!(current(), Some(second.clone()), "others lie beside it");
    there.shelf().settle(&current().unwrap()).unwrap();
    assert_eq!(there.listed(), [second.clone(), first]);
    assert_eq!(widget::current(&public, &stamp, "others"), None);
    fs::write(there.file(&format!("{second}/late.js")), "other").unwrap();
    assert_eq!(current(), None, "a file of it was changed");
    fs::remove_dir_all(there.file(&second)).unwrap();
    assert_eq!(current(), None, "it is gone");
}

#[test]
fn a_memory_that_cannot_be_read_is_told() {
    let here = Place::new("memory");
    write(&here.0.join("kept.json"), br#"{"versions":["../x"]}"#).unwrap();
    let error = here.build("first", None).unwrap_err().to_string();
    assert!(
        error.contains("kept.json cannot be used: it lists \"../x\"")
            && error.ends_with("Remove it."),
        "{error}"
    );
}
