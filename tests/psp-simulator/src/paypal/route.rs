//! Which address is which operation.

use http::Method;

/// The operations that exist here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operation {
    Token,
    Certificate,
    Page,
    OrderCreate,
    OrderGet,
    OrderCapture,
    OrderAuthorize,
    CaptureGet,
    CaptureRefund,
    AuthorizationGet,
    AuthorizationCapture,
    AuthorizationVoid,
    AuthorizationReauthorize,
    RefundGet,
    DisputeList,
    DisputeGet,
    WebhookGet,
}

impl Operation {
    /// The name in faults and counts.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Certificate => "certificate",
            Self::Page => "page",
            Self::OrderCreate => "order.create",
            Self::OrderGet => "order.get",
            Self::OrderCapture => "order.capture",
            Self::OrderAuthorize => "order.authorize",
            Self::CaptureGet => "capture.get",
            Self::CaptureRefund => "capture.refund",
            Self::AuthorizationGet => "authorization.get",
            Self::AuthorizationCapture => "authorization.capture",
            Self::AuthorizationVoid => "authorization.void",
            Self::AuthorizationReauthorize => "authorization.reauthorize",
            Self::RefundGet => "refund.get",
            Self::DisputeList => "dispute.list",
            Self::DisputeGet => "dispute.get",
            Self::WebhookGet => "webhook.get",
        }
    }

    /// Whether it belongs to Orders v2, which forgets request ids sooner than Payments v2.
    pub(crate) const fn is_order(self) -> bool {
        matches!(
            self,
            Self::OrderCreate | Self::OrderGet | Self::OrderCapture | Self::OrderAuthorize
        )
    }
}

/// An operation and the id in its path.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    pub(crate) operation: Operation,
    pub(crate) id: String,
}

impl Route {
    pub(crate) fn find(method: &Method, path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("/paypal/")?.splitn(6, '/');
        let [a, b, c, id, verb, more] = std::array::from_fn(|_| parts.next().unwrap_or_default());
        let post = method == Method::POST;
        let get = method == Method::GET;
        let operation = match (a, b, c, id.is_empty(), verb) {
            ("checkoutnow", "", "", true, "") if get || post => Operation::Page,
            ("v1", "oauth2", "token", true, "") if post => Operation::Token,
            ("v1", "notifications", "certs", false, "") if get => Operation::Certificate,
            ("v1", "notifications", "webhooks", false, "") if get => Operation::WebhookGet,
            ("v1", "customer", "disputes", true, "") if get => Operation::DisputeList,
            ("v1", "customer", "disputes", false, "") if get => Operation::DisputeGet,
            ("v2", "checkout", "orders", true, "") if post => Operation::OrderCreate,
            ("v2", "checkout", "orders", false, "") if get => Operation::OrderGet,
            ("v2", "checkout", "orders", false, "capture") if post => Operation::OrderCapture,
            ("v2", "checkout", "orders", false, "authorize") if post => Operation::OrderAuthorize,
            ("v2", "payments", "captures", false, "") if get => Operation::CaptureGet,
            ("v2", "payments", "captures", false, "refund") if post => Operation::CaptureRefund,
            ("v2", "payments", "authorizations", false, "") if get => Operation::AuthorizationGet,
            ("v2", "payments", "authorizations", false, "capture") if post => {
                Operation::AuthorizationCapture
            }
            ("v2", "payments", "authorizations", false, "void") if post => {
                Operation::AuthorizationVoid
            }
            ("v2", "payments", "authorizations", false, "reauthorize") if post => {
                Operation::AuthorizationReauthorize
            }
            ("v2", "payments", "refunds", false, "") if get => Operation::RefundGet,
            _ => return None,
        };
        more.is_empty().then(|| Self {
            operation,
            id: id.to_owned(),
        })
    }
}

/// What a request is called in faults and counts.
pub(crate) fn operation_name(method: &Method, path: &str) -> &'static str {
    Route::find(method, path).map_or("unknown", |route| route.operation.name())
}
