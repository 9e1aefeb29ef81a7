package dev.portside.application.image;

/** What a look at the bytes of a picture found: the picture, or why it is not taken. */
public sealed interface ProbeResult permits ImageFile, ImageRefusal {}
