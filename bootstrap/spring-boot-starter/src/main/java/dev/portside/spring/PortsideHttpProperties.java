package dev.portside.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties that mount the HTTP API; {@link HttpSettings} reads all others under the same prefix.
 *
 * @param enabled Whether the application's server has the API.
 * @param prefix What its paths begin with, such as "/backend". Without one it has /api/v1/users, /api/v1/analytics and
 * /api/v1/images, and what is below them.
 */
@ConfigurationProperties("portside.http")
public record PortsideHttpProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("") String prefix) {}
