package dev.portside.application.adapter;

/** Values of settings, parsed and checked. */
public interface SettingValues {

    /** The default values. */
    SettingValues DEFAULTS = new SettingValues() {
        @Override
        public <T> T get(Setting<T> setting) {
            return setting.defaultValue();
        }
    };

    /**
     * Returns the value of a setting.
     *
     * @param setting one of the adapter's {@link Adapter#settings}
     */
    <T> T get(Setting<T> setting);
}
