//! The webhook key with its certificate chain.

use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, PKCS_RSA_SHA256, PublicKeyData,
    SerialNumber, SigningKey,
};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::sha2::{Digest, Sha256};
use rsa::{Pkcs1v15Sign, RsaPrivateKey};

use crate::error::SimulatorError;

/// The name on the leaf certificate of real webhooks.
const LEAF_NAME: &str = "messageverificationcerts.paypal.com";

struct Key {
    private: RsaPrivateKey,
    public_der: Vec<u8>,
}

impl Key {
    fn generate(bits: usize, random: &mut ChaCha8Rng) -> Result<Self, SimulatorError> {
        let private = RsaPrivateKey::new(random, bits).map_err(key_error)?;
        let public_der = private
            .to_public_key()
            .to_pkcs1_der()
            .map_err(key_error)?
            .into_vec();
        Ok(Self {
            private,
            public_der,
        })
    }

    fn sign_bytes(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.private
            .sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message))
            .ok()
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        &self.public_der
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.sign_bytes(message).ok_or(rcgen::Error::RemoteKeyError)
    }
}

fn key_error(error: impl std::fmt::Display) -> SimulatorError {
    SimulatorError::Key(error.to_string())
}

/// Signs webhooks as PayPal does: RSA PKCS#1 v1.5 with SHA-256.
pub struct WebhookSigner {
    key: Key,
    certificate_id: String,
    chain_pem: String,
}

impl std::fmt::Debug for WebhookSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookSigner")
            .field("certificate_id", &self.certificate_id)
            .finish_non_exhaustive()
    }
}

impl WebhookSigner {
    /// Makes a key of `bits` bits and its certificate, issued by an authority of its
    /// own; the same seed makes the same bytes. 2048 bits are what PayPal uses; 1024
    /// and less sign faster.
    pub fn generate(bits: usize, seed: u64) -> Result<Self, SimulatorError> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let authority_key = Key::generate(bits, &mut random)?;
        let key = Key::generate(bits, &mut random)?;
        let mut authority = CertificateParams::default();
        authority
            .distinguished_name
            .push(DnType::CommonName, "Provider simulator authority");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority.serial_number = Some(SerialNumber::from(1));
        let authority_certificate = authority.self_signed(&authority_key).map_err(key_error)?;
        let issuer = Issuer::new(authority, authority_key);
        let mut leaf = CertificateParams::new(vec![LEAF_NAME.to_owned()]).map_err(key_error)?;
        leaf.distinguished_name.push(DnType::CommonName, LEAF_NAME);
        leaf.serial_number = Some(SerialNumber::from(2));
        let leaf_certificate = leaf.signed_by(&key, &issuer).map_err(key_error)?;
        let chain_pem = format!("{}{}", leaf_certificate.pem(), authority_certificate.pem());
        let certificate_id = format!("CERT-{:08x}", crc32fast::hash(&key.public_der));
        Ok(Self {
            key,
            certificate_id,
            chain_pem,
        })
    }

    /// A small key, made once per process: signing is then cheap enough for thousands
    /// of simulated payments.
    pub fn shared_small() -> Result<Arc<Self>, SimulatorError> {
        static SMALL: OnceLock<Arc<WebhookSigner>> = OnceLock::new();
        if let Some(signer) = SMALL.get() {
            return Ok(Arc::clone(signer));
        }
        let made = Arc::new(Self::generate(1024, 1)?);
        Ok(Arc::clone(SMALL.get_or_init(|| made)))
    }

    /// The last part of the certificate's address.
    pub fn certificate_id(&self) -> &str {
        &self.certificate_id
    }

    /// Leaf and authority, PEM.
    pub fn chain_pem(&self) -> &str {
        &self.chain_pem
    }

    /// The signature of a message, base64.
    pub fn sign_base64(&self, message: &[u8]) -> String {
        self.key
            .sign_bytes(message)
            .map(|bytes| STANDARD.encode(bytes))
            .unwrap_or_default()
    }
}
