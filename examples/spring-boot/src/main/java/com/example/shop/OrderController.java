package com.example.shop;

import dev.portside.domain.InvalidValue;
import dev.portside.domain.user.EmailAddress;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.UserName;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The shop's own part of the API, beside Portside's. */
@RestController
@RequestMapping("/api/v1/orders")
public class OrderController {

    /** Body of a request to place an order. */
    public record Placing(String name, String email, String article) {}

    private final Orders orders;

    public OrderController(Orders orders) {
        this.orders = orders;
    }

    @PostMapping
    ResponseEntity<Order> place(@RequestBody Placing placing) {
        NewUser customer = new NewUser(new UserName(placing.name()), new EmailAddress(placing.email()));
        Order order = orders.place(customer, placing.article());
        return ResponseEntity.created(URI.create("/api/v1/orders/" + order.id()))
                .body(order);
    }

    @GetMapping("/{id}")
    ResponseEntity<Order> byId(@PathVariable long id) {
        return ResponseEntity.of(orders.byId(id));
    }

    /** Names and addresses check themselves. */
    @ExceptionHandler
    ProblemDetail refuse(InvalidValue e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The name or the address " + e.getMessage());
    }
}
