package dev.portside.spring;

import dev.portside.core.Portside;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.context.annotation.Bean;

/** Portside's parts in the application's health. */
@AutoConfiguration(after = PortsideAutoConfiguration.class)
@ConditionalOnClass({CompositeHealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Portside.class)
@ConditionalOnEnabledHealthIndicator("portside")
public final class PortsideHealthAutoConfiguration {

    /** Spring makes it. */
    public PortsideHealthAutoConfiguration() {}

    /** Is {@code portside} in the health: Boot takes the name of the bean, less what kind it is of. */
    @Bean
    @ConditionalOnMissingBean(name = "portsideHealthContributor")
    CompositeHealthContributor portsideHealthContributor(Portside portside) {
        return new PortsideHealth(portside);
    }
}
