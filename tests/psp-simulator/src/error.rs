//! What can go wrong outside a simulated conversation.

/// The simulator could not be made or could not serve.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// The webhook key or its certificate could not be made.
    #[error("webhook key: {0}")]
    Key(String),
    /// The listener failed.
    #[error("listener: {0}")]
    Listener(#[from] std::io::Error),
}
