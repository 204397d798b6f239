/// The version of drumlin, which recipes and transcripts name.
public let drumlinVersion = "0.1.0"
