//! Methods and card brands.

macro_rules! methods {
    ($($variant:ident $word:literal $name:literal),+ $(,)?) => {
        /// A way to pay at a provider: a card brand, a wallet or a bank method.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
        pub enum Method {
            $(
                #[doc = concat!("`", $name, "`")]
                #[cfg_attr(feature = "serde", serde(rename = $word))]
                $variant,
            )+
        }

        impl Method {
            /// Every method.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word of the interface.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// What a donor reads.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

methods! {
    Visa "visa" "Visa",
    VPay "v_pay" "V PAY",
    VisaElectron "visa_electron" "Visa Debit/Electron",
    Mastercard "mastercard" "Mastercard",
    Maestro "maestro" "Maestro",
    Amex "amex" "American Express",
    Diners "diners" "Diners Club",
    Discover "discover" "Discover",
    Jcb "jcb" "JCB",
    UnionPay "union_pay" "UnionPay",
    Bancontact "bancontact" "Bancontact",
    Twint "twint" "TWINT",
    PostFinancePay "post_finance_pay" "PostFinance Pay",
    Paypal "paypal" "PayPal",
    Klarna "klarna" "Klarna",
    DirectDebit "direct_debit" "SEPA direct debit",
    Ideal "ideal" "iDEAL",
    Eps "eps" "eps",
    Przelewy24 "przelewy24" "Przelewy24",
    Blik "blik" "BLIK",
    Wero "wero" "Wero",
    Payconiq "payconiq" "Payconiq",
    Alipay "alipay" "Alipay",
    WechatPay "wechat_pay" "WeChat Pay",
    AccountToAccount "account_to_account" "Account-to-account",
    Reka "reka" "Reka",
}

impl Method {
    /// The method behind a word of the interface.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|method| method.as_str() == word)
    }
}
