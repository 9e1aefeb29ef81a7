/** Portside's values and rules: records and pure functions, nothing but {@code java.base}. */
module dev.portside.domain {
    requires static org.jspecify;

    exports dev.portside.domain;
    exports dev.portside.domain.event;
    exports dev.portside.domain.image;
    exports dev.portside.domain.user;
}
