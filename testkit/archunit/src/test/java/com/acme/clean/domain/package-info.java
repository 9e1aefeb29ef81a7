/** What an order is. */
@NullMarked
package com.acme.clean.domain;

import org.jspecify.annotations.NullMarked;
