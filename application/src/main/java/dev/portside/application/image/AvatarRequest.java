package dev.portside.application.image;

import dev.portside.domain.image.AvatarSize;
import dev.portside.domain.image.ImageFormat;
import java.util.Optional;

/**
 * Size and format of a requested avatar.
 *
 * @param format one that is {@linkplain ImageFormat#written() written}; empty for the original's own, or PNG where that is not
 *     written
 */
public record AvatarRequest(AvatarSize size, Optional<ImageFormat> format) {}
