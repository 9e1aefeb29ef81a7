package dev.portside.testkit.image;

import dev.portside.application.image.VariantCache;

class NoVariantCacheTest implements VariantCacheContract {

    @Override
    public VariantCache emptyCache() {
        return VariantCache.NONE;
    }

    @Override
    public boolean remembers() {
        return false;
    }
}
