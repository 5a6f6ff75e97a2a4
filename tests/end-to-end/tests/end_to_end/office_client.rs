//! The back office as a program would use it: cookies and form fields, nothing else.

use end_to_end::{Answer, Call, Edge};

/// Somebody with a cookie, or without.
pub(crate) struct OfficeClient {
    edge: Edge,
    set_cookie: String,
}

impl OfficeClient {
    /// Somebody who is not signed in.
    pub(crate) fn nobody(edge: &Edge) -> Self {
        Self::with_cookie(edge, "")
    }

    /// Somebody with this `Set-Cookie`, wherever it is from.
    pub(crate) fn with_cookie(edge: &Edge, set_cookie: &str) -> Self {
        Self {
            edge: edge.clone(),
            set_cookie: set_cookie.to_owned(),
        }
    }

    /// Signs in with the development token.
    #[track_caller]
    pub(crate) fn sign_in(edge: &Edge) -> Self {
        let answer = Self::try_token(edge, dev_stack::ADMIN_TOKEN).expect(303);
        assert_eq!(answer.header("location"), "/admin");
        Self::with_cookie(edge, answer.header("set-cookie"))
    }

    /// Tries to sign in.
    pub(crate) fn try_token(edge: &Edge, token: &str) -> Answer {
        let form = [("token".to_owned(), token.to_owned())];
        Self::nobody(edge).post("/admin/sign-in", &form)
    }

    /// The header that set the cookie.
    pub(crate) fn cookie_header(&self) -> String {
        self.set_cookie.clone()
    }

    /// A page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.with_session(Call::get(self.edge.url(path))).send()
    }

    /// The fields of the page's own form, hidden ones included: what a browser would send if
    /// nothing was typed.
    #[track_caller]
    pub(crate) fn fields(&self, path: &str) -> Vec<(String, String)> {
        let page = self.get(path).expect(200).body;
        let main = page.split("<main").nth(1).unwrap();
        let form = main.split("<form").nth(1).unwrap();
        let form = form.split("</form>").next().unwrap();
        form.split("<input ").skip(1).map(field).collect()
    }

    /// Sends a form as our own page would.
    pub(crate) fn post(&self, path: &str, form: &[(String, String)]) -> Answer {
        let origin = self.edge.origin.clone();
        self.post_from(path, form, &origin, Some("same-origin"))
    }

    /// Sends a form with other headers.
    pub(crate) fn post_from(
        &self,
        path: &str,
        form: &[(String, String)],
        origin: &str,
        site: Option<&str>,
    ) -> Answer {
        let fields: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let call = self.with_session(Call::post(self.edge.url(path)).form(&fields));
        let call = call.header("origin", origin);
        match site {
            Some(site) => call.header("sec-fetch-site", site).send(),
            None => call.send(),
        }
    }

    fn with_session(&self, call: Call) -> Call {
        match self.set_cookie.split(';').next() {
            Some(pair) if !pair.is_empty() => call.header("cookie", pair),
            _ => call,
        }
    }
}

/// Name and value of an input element, from behind its tag's name.
fn field(element: &str) -> (String, String) {
    let tag = element.split('>').next().unwrap();
    let attribute = |name: &str| {
        let rest = tag.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    (attribute("name"), attribute("value"))
}
