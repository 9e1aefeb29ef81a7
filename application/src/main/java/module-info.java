/** Portside's use cases, the ports they call, and implementations of those ports that need nothing but the JDK. */
module dev.portside.application {
    requires static org.jspecify;
    requires transitive dev.portside.domain;

    exports dev.portside.application.adapter;
    exports dev.portside.application.cache;
    exports dev.portside.application.concurrency;
    exports dev.portside.application.event;
    exports dev.portside.application.file;
    exports dev.portside.application.image;
    exports dev.portside.application.inmemory;
    exports dev.portside.application.readiness;
    exports dev.portside.application.storage;
    exports dev.portside.application.transaction;
    exports dev.portside.application.usecases;
    exports dev.portside.application.user;
    exports dev.portside.application;

    provides dev.portside.application.storage.StorageAdapter with
            dev.portside.application.inmemory.MemoryStorageAdapter;
}
