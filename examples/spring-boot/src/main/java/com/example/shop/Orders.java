package com.example.shop;

import dev.portside.application.user.Registration;
import dev.portside.application.user.UserAccounts;
import dev.portside.domain.user.NewUser;
import dev.portside.domain.user.User;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Orders of articles. A first order registers the customer as a user, in the same transaction. */
@Service
public class Orders {

    private final UserAccounts users;
    private final JdbcClient database;

    public Orders(UserAccounts users, JdbcClient database) {
        this.users = users;
        this.database = database;
    }

    /** Places an order. If the article is sold out, the registration is rolled back. */
    @Transactional
    public Order place(NewUser customer, String article) {
        User user = switch (users.register(customer)) {
            case Registration.Registered(User registered) -> registered;
            case Registration.EmailTaken taken ->
                users.byEmail(customer.email()).orElseThrow();
        };
        if (takeFromStock(article) == 0) {
            throw new OutOfStock(article);
        }
        return database.sql("insert into orders (customer, article) values (?, ?) returning id, customer, article")
                .params(user.id().value(), article)
                .query(Order.class)
                .single();
    }

    @Transactional(readOnly = true)
    public Optional<Order> byId(long id) {
        return database.sql("select id, customer, article from orders where id = ?")
                .param(id)
                .query(Order.class)
                .optional();
    }

    private int takeFromStock(String article) {
        return database.sql("update articles set stock = stock - 1 where name = ? and stock > 0")
                .param(article)
                .update();
    }
}
