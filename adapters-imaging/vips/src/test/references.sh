#!/usr/bin/env bash
# Makes the pictures anew that tests compare with: what the command vips thumbnail (Debian: libvips-tools) makes of the
# colour cases, and before that the samples in WebP, which the JDK cannot write. Run it when those change, and look at them.
set -euo pipefail
cd "$(dirname "$0")/../../../.."
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
samples=testkit/src/main/resources/dev/portside/testkit/image
references=adapters-imaging/vips/src/test/resources/dev/portside/imaging/vips/references

./mvnw -q -B -ntp -pl adapters-imaging/vips -am test-compile
inputs() {
    cp "$samples"/*.webp testkit/target/classes/dev/portside/testkit/image/
    java -cp adapters-imaging/vips/target/test-classes:testkit/target/classes:application/target/classes:domain/target/classes \
        dev.portside.imaging.vips.WriteReferenceInputs "$work/samples" "$work/cases"
}

inputs
for kind in lossy lossless; do
    options=$([ $kind = lossless ] && echo --lossless || echo --Q=90)
    vips webpsave "$work/samples/opaque.png" "$samples/$kind.webp" "$options" --strip
    vips webpsave "$work/samples/fading.png" "$samples/$kind-alpha.webp" "$options" --strip
done

inputs
mkdir -p "$references"
rm -f "$references"/*.png
for input in "$work"/cases/*; do
    # Colours go through a profile only where they must: that is not without loss.
    profile=
    case $input in *profile* | *inks*) profile=--export-profile=srgb ;; esac
    vips thumbnail "$input" "$work/thumbnail.v" 64 --height=64 --size=down $profile
    vips pngsave "$work/thumbnail.v" "$references/$(basename "$input").png" --strip --compression=9 --bitdepth=8
done
