package dev.portside.application.adapter;

/** Checked values of settings. */
public interface SettingValues {

    /** Nothing was set. */
    SettingValues DEFAULTS = new SettingValues() {
        @Override
        public <T> T get(Setting<T> setting) {
            return setting.valueIfAbsent();
        }
    };

    /**
     * The value that holds.
     *
     * @param setting one of the adapter's {@link Adapter#settings}
     */
    <T> T get(Setting<T> setting);
}
